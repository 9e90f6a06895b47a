"""The demo several times over is the demo's facts, so many times, and nothing that is refused."""

from pathlib import Path

from asp_decide.load.snapshot_reader import read_snapshot
from verify_at_scale import AS_OF, write_copies


def test_each_copy_has_its_own_streams_and_all_share_the_money(tmp_path: Path) -> None:
    write_copies(tmp_path / "once", 1)
    write_copies(tmp_path / "thrice", 3)
    once, thrice = (
        read_snapshot(tmp_path / name, as_of=AS_OF).value for name in ("once", "thrice")
    )

    assert once is not None
    assert thrice is not None
    for part in ("initiatives", "value_streams", "options", "dependencies"):
        assert len(getattr(thrice, part)) == 3 * len(getattr(once, part)), part
    judged = [sum(row.verdict is not None for row in one.outcomes) for one in (once, thrice)]
    assert judged[0] == judged[1] > 0, "a case that is judged again teaches nothing more"
    assert thrice.charter.budgets == {at: 3 * money for at, money in once.charter.budgets.items()}
