"""Signals come in, are filed, and are traced to what they led to."""
