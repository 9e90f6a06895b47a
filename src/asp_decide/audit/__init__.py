"""A recorded run decided again by code that knows no engine, no solver and no database."""
