"""What was recorded, told to people: one audience a report, one format a module."""
