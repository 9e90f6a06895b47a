"""Charts as SVG that stands inside a page: no script, no address, ids of the figure's own."""

import json
import re
from fractions import Fraction
from functools import lru_cache

import vl_convert

from asp_decide.report.page import Chart

_VEGA_LITE = "6.4"
"""The version in which charts are drawn, so that a newer library does not move a line."""

_KEPT = 8
"""Drawings that are kept: one picture may stand in several pages."""

_OPENING = re.compile(r"<svg[^>]*? width=\"(\d+)\" height=\"(\d+)\"[^>]*>")
_TAG = re.compile(r"<\w[^<>\"]*(?:\"[^\"]*\"[^<>\"]*)*>")
_TOLD_ASIDE = re.compile(r" (?:role|aria-[a-z]+)=\"[^\"]*\"")
_ID = re.compile(r"(\bid=\"|\bhref=\"#|url\(#)([\w-]+)")


def draw_svg(chart: Chart, *, figure: str, caption: str) -> str:
    """The chart as one `<svg>` element, told to readers without eyes by the element `caption`.

    Ids inside begin with `figure` and count from one, whatever was drawn before in this process.
    """
    drawn = _drawn(json.dumps(chart, default=_on_paper))
    opening = _OPENING.match(drawn)
    assert opening, "a drawing begins with its size"
    width, height = opening.groups()
    head = (
        f'<svg role="img" aria-labelledby="{caption}" focusable="false" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    return head + _with_ids_of(figure, _as_one_image(drawn[opening.end() :]))


@lru_cache(maxsize=_KEPT)
def _drawn(chart: str) -> str:
    return str(vl_convert.vegalite_to_svg(chart, vl_version=_VEGA_LITE, allowed_base_urls=[]))


def _as_one_image(drawn: str) -> str:
    """The drawing without what its marks say aside: it is one image, told by its caption.

    Readers without eyes would hear `rule mark container`; the numbers stand in the table.
    """
    return _TAG.sub(lambda tag: _TOLD_ASIDE.sub("", tag.group()), drawn)


def _with_ids_of(figure: str, drawn: str) -> str:
    """The drawing with its ids counted anew; the library counts on from picture to picture."""
    renamed: dict[str, str] = {}

    def rename(match: re.Match[str]) -> str:
        before, name = match.groups()
        return before + renamed.setdefault(name, f"{figure}-{len(renamed) + 1}")

    return _ID.sub(rename, drawn)


def _on_paper(amount: object) -> float:
    assert isinstance(amount, Fraction), "positions are whole numbers or fractions"
    return float(amount)
