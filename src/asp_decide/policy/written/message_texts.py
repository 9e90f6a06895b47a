"""What a rule tells people, in the languages that it speaks."""

from dataclasses import dataclass

from asp_decide.diagnostics import Place
from asp_decide.model.language import FALLBACK
from asp_decide.strict_yaml import Scalar


@dataclass(frozen=True, slots=True)
class Message:
    """What a rule tells people: one text for everybody, or one for each language.

    `texts` are by language and in the order written; the one text for everybody is under "".
    """

    texts: tuple[tuple[str, Scalar], ...]

    def told_in(self, language: str) -> Scalar:
        """The text in that language, else in English, else the first by language."""
        texts = dict(self.texts)
        found = (texts[one] for one in ("", language, FALLBACK) if one in texts)
        return next(found, min(self.texts)[1] if self.texts else Scalar("", Place("")))

    def lacks(self, language: str) -> bool:
        """Whether people who read that language are told in another one."""
        return not {"", language} & {one for one, _ in self.texts}
