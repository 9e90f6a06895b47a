"""Whether a set of policies makes sense: every problem at once, each with its place and a hint."""
