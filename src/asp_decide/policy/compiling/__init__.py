"""From checked documents to clauses, each with the digest of what it means."""
