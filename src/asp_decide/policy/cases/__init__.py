"""The cases that stand beside policies: what is given, what is expected, what came instead."""
