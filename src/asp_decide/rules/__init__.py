"""Rules applied to subjects: a production system draws conclusions, a witness checks them."""
