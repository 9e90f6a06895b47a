"""The language as JSON Schema, so that an editor completes and checks it."""
