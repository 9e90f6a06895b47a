"""Portfolios drawn from a seed: facts tables and policies, in eight families."""
