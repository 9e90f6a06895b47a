"""The languages in which people are told things."""

import re

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
"""How a language is called: its code of ISO 639, and a country (`en`, `de`, `pt-BR`)."""

FALLBACK = "en"
"""The language that is spoken where nobody has said which, and where a translation lacks."""
