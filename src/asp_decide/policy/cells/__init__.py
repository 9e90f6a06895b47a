"""Every combination of facts that a rule can tell apart, counted exactly."""
