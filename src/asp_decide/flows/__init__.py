"""What a flow is: states, the moves between them, who decides each, and histories of both."""
