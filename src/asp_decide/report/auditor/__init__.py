"""The page of an auditor."""
