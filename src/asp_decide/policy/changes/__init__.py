"""What differs between two sets of policies: in words, and in what they decide."""
