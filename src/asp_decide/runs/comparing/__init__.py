"""Two plans, two policies, or years that have passed, side by side."""
