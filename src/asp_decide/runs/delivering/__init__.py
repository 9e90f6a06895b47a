"""A team's day: what may be pulled, committed and foreseen, and what is measured of it."""
