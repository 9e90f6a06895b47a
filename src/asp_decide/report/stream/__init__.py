"""The page of a value stream's owner."""
