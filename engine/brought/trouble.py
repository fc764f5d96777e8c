"""What went wrong in a person's own code, as a sentence with file and line."""

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.brought.origin import Origin
from engine.errors import ParaloomError, PlanError, Problem

_MOST_CHARACTERS = 400

Say = Callable[[Problem], Exception]


@contextmanager
def told(origin: Origin, what: str, *, field: str, say: Say | None = None) -> Iterator[None]:
    """Whatever a person's code raises within is told as a problem; its traceback goes to standard error.

    Args:
        origin: The person's file.
        what: What is called, for people.
        field: Dotted field of the spec that the problem stands at.
        say: The error that a problem becomes; a `PlanError` where not given.

    Raises:
        PlanError: Something was raised.
    """
    try:
        yield
    except (ParaloomError, KeyboardInterrupt, GeneratorExit):
        raise
    except (Exception, SystemExit) as error:
        traceback.print_exception(error, file=sys.stderr)
        problem = problem_of(error, origin, what, field=field)
        raise (PlanError([problem]) if say is None else say(problem)) from error


def problem_of(error: BaseException, origin: Origin, what: str, *, field: str) -> Problem:
    """The problem that an exception of a person's code is."""
    if isinstance(error, SyntaxError) and error.filename and error.lineno:
        place = f"{Path(error.filename).name}, line {error.lineno}"
        return Problem(field=field, sentence=f"{place}: {error.msg}.", mend="Correct that line.")
    words = " ".join(str(error).split())[:_MOST_CHARACTERS].rstrip(".")
    said = f"{type(error).__name__}: {words}" if words else type(error).__name__
    place = place_of(error, origin)
    if isinstance(error, ModuleNotFoundError):
        return Problem(
            field=field,
            sentence=f"{place} imports {error.name}, which is not there.",
            mend="Install that package beside Paraloom, or put the module beside the file.",
        )
    return Problem(
        field=field,
        sentence=f"{what} stopped at {place}: {said}.",
        mend="Correct it there, or its arguments.",
    )


def place_of(error: BaseException, origin: Origin) -> str:
    """File and line of the innermost frame that is the person's own."""
    own = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(origin.root) and "site-packages" not in frame.filename
    ]
    return f"{Path(own[-1].filename).name}, line {own[-1].lineno}" if own else origin.path.name
