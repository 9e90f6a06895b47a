"""The log of what was decided: a Merkle tree of canonical records, kept so that changes show."""
