"""The organization itself: who decides, how it scores, what another design would do."""
