"""Whether the cases say enough: what none of them touches, which changed rule none would notice."""
