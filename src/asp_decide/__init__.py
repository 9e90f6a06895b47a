"""Rules and decisions for portfolio governance: facts and policies in, a certified plan out."""
