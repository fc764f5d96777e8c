"""What can go wrong, as sentences a person can act on."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from engine.base import Record


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """It cannot start like this."""
    WARNING = "warning"
    """It starts, but probably not as meant."""
    NOTE = "note"
    """Worth knowing."""


class Fix(Record):
    """A mend that can be applied with one click: new values for fields of the spec."""

    label: str
    """What the button says, for instance `Use 2 slices`."""
    changes: dict[str, Any]
    """Dotted field of the spec to its new value, for instance `{"devices.count": 2}`."""


class Problem(Record):
    """One thing that is wrong, where it is wrong and what to do about it."""

    field: str
    """Dotted field of the spec, for instance `training.micro_batch_size`; empty for the whole."""
    sentence: str
    """What was asked and what there is."""
    mend: str = ""
    """What to change."""
    severity: Severity = Severity.ERROR
    line: int | None = None
    """Line in the file, from 1, where the spec came from a file."""
    fix: Fix | None = None

    def __str__(self) -> str:
        where = f"line {self.line}: " if self.line else ""
        name = f"{self.field}: " if self.field else ""
        return f"{where}{name}{self.sentence}{' ' + self.mend if self.mend else ''}"


class ParaloomError(Exception):
    """Base of all errors that are meant for a person."""

    def __init__(self, sentence: str, *, field: str = "", mend: str = "") -> None:
        self.sentence = sentence
        self.field = field
        self.mend = mend
        super().__init__(f"{sentence} {mend}".strip())


class ProblemsError(ParaloomError):
    """Carries every problem found at once."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        super().__init__(first.sentence, field=first.field, mend=first.mend)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


class SpecError(ProblemsError):
    """The spec cannot be read or holds impossible values."""


class PlanError(ProblemsError):
    """The spec is sound but does not fit this machine, model or data."""


class LaunchError(ParaloomError):
    """A run could not be started."""


class RunFolderError(ParaloomError):
    """A run folder cannot be read or written."""


class ExportError(ParaloomError):
    """What a run has cannot be written for another program."""


class QueryError(ParaloomError):
    """A filter of runs says what cannot be understood; `field` is the clause that does."""


class DataError(ParaloomError):
    """A data set cannot be had, or something in it cannot be read."""


class MissingDataError(DataError):
    """A data set is not there yet: a run brings it."""


class CheckpointError(ParaloomError):
    """A checkpoint is missing, damaged, or belongs to another model."""


class WeightsError(ParaloomError):
    """Weights to start from cannot be had, read, or do not fit the model."""


class NonFiniteLossError(ParaloomError):
    """The loss became NaN or infinite."""


def only_errors(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """The problems that keep a run from starting."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)
