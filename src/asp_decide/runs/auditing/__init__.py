"""The log, the folder handed to an auditor, the reports, and the check that decides again."""
