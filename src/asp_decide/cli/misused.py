"""What the parser refuses, in the one form of all problems: what is wrong, and how to mend it."""

from cyclopts import Argument, CycloptsError, MissingArgumentError, UnusedCliTokensError

from asp_decide.cli.verbs import FAMILIES, VERBS
from asp_decide.errors import UsageError

_LOOK = "--help tells what can be said"


def misused(error: CycloptsError) -> UsageError:
    """A refusal in a line of lower case, with what may be said or an example of the verb."""
    verb = " ".join(error.command_chain or ())
    if isinstance(error, UnusedCliTokensError) and error.unused_tokens:
        extra = " ".join(error.unused_tokens)
        return UsageError(f"`{extra}` is more than `{verb}` takes", mend=_works(verb))
    if isinstance(error, MissingArgumentError) and error.argument is not None:
        return UsageError(_lacking(error, error.argument, verb), mend=_works(verb))
    message, _, mend = str(error).partition(". ")
    return UsageError(_in_line(message), mend=_in_line(mend) or _LOOK)


def _lacking(error: MissingArgumentError, argument: Argument, verb: str) -> str:
    named = error.keyword or next((token.keyword for token in argument.tokens), None)
    if named:
        return f"{named} needs a value"
    by_place = argument.field_info.is_positional
    name = argument.name.removeprefix("--").upper() if by_place else argument.name
    return f"`{verb}` needs {name}"


def _works(verb: str) -> str:
    """The example that stands in the help of this verb."""
    examples = {told.name: told.example for told in VERBS}
    examples |= {f"{of.name} {told.name}": told.example for of in FAMILIES for told in of.verbs}
    return f"`{' '.join(examples[verb].split())}`" if verb in examples else _LOOK


def _in_line(text: str) -> str:
    return text[:1].lower() + text[1:].removesuffix(".")
