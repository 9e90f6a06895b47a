"""The sides of a comparison, each a process of its own that reads one folder and answers."""
