"""A plan is made, shown, asked, put in another order, and applied by a person."""
