"""Names in a scatter do not collide."""

from hypothesis import given
from hypothesis import strategies as st

from asp_decide.report.pictures.label_sides import MOST_NAMES, _boxes, _meet, label_sides

SYMBOLS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(0, 200), st.text("INI-0", min_size=1, max_size=8)),
    max_size=12,
)


@given(SYMBOLS)
def test_no_name_stands_on_another_name_or_on_another_symbol(
    symbols: list[tuple[int, int, str]],
) -> None:
    placed = [
        (n, dict(_boxes(*symbol))[side])
        for n, (symbol, side) in enumerate(zip(symbols, label_sides(symbols), strict=True))
        if side != "nowhere"
    ]

    for n, box in placed:
        assert not any(_meet(box, other) for m, other in placed if m != n)
        assert not any(
            _meet(box, (x - 6, y - 6, x + 6, y + 6))
            for m, (x, y, _) in enumerate(symbols)
            if m != n
        )


def test_a_name_with_room_stands_on_the_right() -> None:
    assert label_sides([(0, 0, "INI-1"), (200, 0, "INI-2")]) == ("right", "right")


def test_a_name_whose_right_is_taken_goes_to_the_left() -> None:
    assert label_sides([(100, 0, "INI-1"), (120, 0, "INI-2")]) == ("left", "right")


def test_a_cloud_of_symbols_has_no_names() -> None:
    cloud = [(n * 1000, 0, "INI") for n in range(MOST_NAMES + 1)]

    assert set(label_sides(cloud)) == {"nowhere"}
    assert set(label_sides(cloud[1:])) == {"right"}
