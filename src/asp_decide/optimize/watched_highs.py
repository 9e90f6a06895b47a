"""HiGHS while somebody watches: it asks whether to go on, and lets Ctrl-C through."""

from collections.abc import Iterable
from typing import Any

from asp_decide.optimize.watch import Watch


class WatchedHighs:
    """A HiGHS that stops soon after its watch says so.

    Ctrl-C is heard when Python runs, which is in the midst of the question. The interior point
    solver would take what is raised there for a failure of its own, so it is raised again behind.
    """

    def __init__(self, highs: Any, watch: Watch, when: Iterable[Any]) -> None:
        self.highs = highs
        self.watch = watch
        self.pressed: KeyboardInterrupt | None = None
        highs.setCallback(self.ask, None)
        for kind in when:
            highs.startCallback(kind)

    def ask(self, *told: Any) -> None:
        """Answer HiGHS, which gives the place for the answer as the fourth of what it tells."""
        try:
            told[3].user_interrupt = self.watch.ended() is not None
        except KeyboardInterrupt as pressed:
            self.pressed = pressed
            told[3].user_interrupt = True

    def run(self) -> None:
        """Solve until it is done or ended. Raises KeyboardInterrupt."""
        self.highs.run()
        if self.pressed is not None:
            raise self.pressed
