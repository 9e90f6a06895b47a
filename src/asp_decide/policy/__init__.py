"""The policy language: from YAML that a portfolio manager reads aloud to clauses."""
