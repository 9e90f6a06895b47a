"""What would be otherwise: a named change to facts or policies, beside what was planned."""
