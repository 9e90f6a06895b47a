"""The page of finance."""
