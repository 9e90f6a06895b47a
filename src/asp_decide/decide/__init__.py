"""Judgement: snapshot and clauses to a plan, as a pure function."""
