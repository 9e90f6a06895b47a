"""What was promised beside what came of it."""
