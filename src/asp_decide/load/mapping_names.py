"""The parts of a mapping that say what names of theirs mean: streams, groups, states, ids."""

from asp_decide.load.cell_values import LONGEST_ID
from asp_decide.load.keyed_values import KeyedValues
from asp_decide.load.mapping import folded
from asp_decide.load.portfolio_tables import INITIATIVES
from asp_decide.strict_yaml import Scalar

_STATES = INITIATIVES.columns["state"].words
_CATEGORIES = INITIATIVES.columns["category"].words


def read_stream_names(keys: KeyedValues) -> dict[str, str]:
    """The value streams of the mapping: their names by id."""
    names = _texts(keys, "value_streams")
    for one in names:
        if any(mark in one for mark in ";\t") or len(one) > LONGEST_ID:
            keys.page.refuse("W014", keys.node.place, f"`{one}` is no id of a value stream")
    return names


def read_streams(keys: KeyedValues, names: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """The ids of value streams, one or several, by the folded texts that name them."""
    streams: dict[str, tuple[str, ...]] = {folded(one): (one,) for one in names}
    aliases = keys.child("aliases")
    if aliases is None:
        return streams
    for key, node in aliases.node.entries:
        targets = (node,) if isinstance(node, Scalar) else aliases.texts(key.text)
        for target in targets:
            if target.text not in names:
                told = f"`{target.text}` is none of the `value_streams`"
                aliases.page.refuse("W014", target.place, told, width=target.width)
        if folded(key.text) in streams:
            told = f"`{key.text}` is named already"
            aliases.page.refuse("W014", key.place, told, width=key.width)
        streams[folded(key.text)] = tuple(sorted({target.text for target in targets}))
    return streams


def read_groups(keys: KeyedValues) -> dict[str, tuple[str, str]]:
    """Their groups by folded text: the text, and the category of ours."""
    told = _words(keys, "groups", _CATEGORIES)
    return {folded(text): (text, category) for text, category in told.items()}


def read_states(keys: KeyedValues) -> dict[str, str]:
    """States of ours by their folded words."""
    return {folded(text): state for text, state in _words(keys, "states", _STATES).items()}


def read_ids(keys: KeyedValues) -> dict[str, str]:
    """Ids of ours by their folded ids or names."""
    return {folded(text): name for text, name in _texts(keys, "ids").items()}


def _texts(keys: KeyedValues, key: str) -> dict[str, str]:
    """Texts by texts of the source; one that stands there in two spellings is refused."""
    child = keys.child(key)
    if child is None:
        return {}
    told: dict[str, str] = {}
    seen: dict[str, str] = {}
    for name, value in child.scalars():
        before = seen.setdefault(folded(name.text), name.text)
        if before != name.text:
            message = f"`{name.text}` and `{before}` are one text"
            child.page.refuse("W014", name.place, message, mend="keep one", width=name.width)
        told[name.text] = " ".join(value.text.split())
    return told


def _words(keys: KeyedValues, key: str, words: tuple[str, ...]) -> dict[str, str]:
    """Words of ours by texts of the source."""
    told, child = _texts(keys, key), keys.child(key)
    if child is not None:
        for text in told:
            child.word(text, words)
    return told
