"""A workspace begins: a template is copied, foreign facts come in."""
