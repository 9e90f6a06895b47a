"""The grammar of phrases as one regular expression with named groups."""

import re

_NUMBER = r"-?[0-9]+(?:_[0-9]+)*(?:\.[0-9]+)?"
_NAME = r"[a-z][a-z0-9_]*"
WORD = r"[A-Za-z][A-Za-z0-9_]*"
# A unit is any text without blanks: whether it is one is said better than by "no phrase".
_UNIT = r"(?!(?:for|in|and)\b)[^\s\d$,:;<>=_.+-][^\s$,:;<>=]*"


def amount_pattern(group: str) -> str:
    """A parameter, or a number and its unit, as named groups that begin with `group`."""
    return (
        rf"(?P<{group}>\$(?P<{group}_name>{_NAME})"
        rf"|(?P<{group}_number>{_NUMBER})(?: *(?P<{group}_unit>{_UNIT}))?)"
    )


PHRASE = re.compile(
    rf"(?:(?P<presence>known|missing)"
    rf"|(?P<equality>is +not|is) +(?P<word>{WORD})"
    rf"|one +of +(?P<words>{WORD}(?: *, *{WORD})*)"
    rf"|(?P<conclusion>holds|does +not +hold)"
    rf"|(?P<bound>below|at +most|above|at +least) +{amount_pattern('limit')}"
    rf"|between +{amount_pattern('lower')} +and +{amount_pattern('upper')})"
    rf"(?P<window> +for +(?P<row>[0-9]{{1,4}}) +intervals? +in +a +row"
    rf"| +in +(?P<k>[0-9]{{1,4}}) +of +the +last +(?P<n>[0-9]{{1,4}}) +intervals?)?"
)
WORD_ALONE = re.compile(WORD)
AMOUNT_ALONE = re.compile(amount_pattern("amount"))


def shortened(text: str) -> str:
    """A text short enough to be quoted in a message of one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:57] + "..."
