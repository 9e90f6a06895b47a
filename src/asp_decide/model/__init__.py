"""The nouns of the delivery system; the value stream joins its two layers."""
