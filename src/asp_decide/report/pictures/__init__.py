"""The pictures, each from its table."""
