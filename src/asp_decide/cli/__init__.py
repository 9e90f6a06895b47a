"""The door for people and pipelines: words to runs, errors to exit codes."""
