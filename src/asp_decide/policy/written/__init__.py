"""What a policy says: its text, phrases and documents, and which of them are in force on a day."""
