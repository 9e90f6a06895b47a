"""Rules that can never speak, always speak, or say nothing that another does not say."""
