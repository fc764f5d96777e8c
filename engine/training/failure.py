"""What a rank writes down about its own failure, for the launcher to weigh with all other traces."""

import re
import sys
import time
import traceback
from collections.abc import Iterator

from engine.base import Record
from engine.errors import (
    CheckpointError,
    NonFiniteLossError,
    ParaloomError,
    RunFolderError,
    WeightsError,
)
from engine.record.beat import read_beat
from engine.record.disk import folder_error, write_whole
from engine.record.folder import RunFolder

_DIAGNOSES: dict[type[BaseException], str] = {
    CheckpointError: "checkpoint",
    NonFiniteLossError: "non_finite_loss",
    WeightsError: "weights",
}
_SENTENCE_CHARACTERS = 1000
_TRACEBACK_CHARACTERS = 20_000
_DEAD_WORKER = re.compile(r"DataLoader worker .*(killed by signal|exited unexpectedly)")
_FROM_WORKER = re.compile(r"Caught (\w+) in DataLoader worker process (\d+)\.(.*)", re.DOTALL)


class RankFailureNote(Record):
    """`attempts/<n>/rank-<r>.failure.json`."""

    time: float
    """Unix time, s."""
    rank: int
    error_type: str
    sentence: str
    mend: str = ""
    diagnosis: str = ""
    """A known cause in one word; empty: the launcher looks for one in the words."""
    step: int | None = None
    """Steps done before."""
    traceback: str = ""


def build_note(error: BaseException, *, rank: int, step: int | None, time: float) -> RankFailureNote:
    """The error as a sentence with a mend. Pure."""
    sentence, mend = _words(error)
    trace = "".join(traceback.format_exception(error))
    return RankFailureNote(
        time=time,
        rank=rank,
        error_type=type(error).__name__,
        sentence=sentence[:_SENTENCE_CHARACTERS],
        mend=mend,
        diagnosis=_DIAGNOSES.get(type(error), ""),
        step=step,
        traceback=trace[-_TRACEBACK_CHARACTERS:],
    )


def _words(error: BaseException) -> tuple[str, str]:
    if isinstance(error, ParaloomError):
        return error.sentence, error.mend
    text = str(error).strip()
    worker = _FROM_WORKER.match(text)
    if worker:
        last = worker[3].strip().splitlines()[-1:] or [worker[1]]
        return (
            f"Data worker {worker[2]} could not prepare a batch: {last[0]}",
            "Look at the data set; training.data_workers = 0 shows the whole error in the rank itself.",
        )
    return text or type(error).__name__, ""


def write_failure(folder: RunFolder, attempt: int, rank: int, error: BaseException) -> None:
    """Leave the note, and the traceback in the log; where the folder cannot take it, the log must do."""
    now = time.time()
    traceback.print_exception(error)
    beat = read_beat(folder.beat_path(attempt, rank))
    note = build_note(error, rank=rank, step=None if beat is None else beat.step, time=now)
    try:
        write_whole(folder.failure_path(attempt, rank), note.model_dump_json(indent=2))
    except RunFolderError as trouble:
        print(f"The failure could not be noted: {trouble}", file=sys.stderr)
    sys.stderr.flush()


def explain(error: BaseException, folder: RunFolder) -> BaseException:
    """The error, freed of what did not cause it; trouble with the run folder where that is below it."""
    if isinstance(error, ParaloomError):
        return error
    if _DEAD_WORKER.match(str(error)):
        # Torch's handler of SIGCHLD raises wherever the rank happens to be. What was going on there has
        # nothing to do with it, and could look like the end of another rank.
        told_alone = RuntimeError(str(error).strip())
        told_alone.__traceback__ = error.__traceback__
        return told_alone
    for seen in chain_of(error):
        if isinstance(seen, OSError) and _is_inside(seen, folder):
            told = folder_error(seen, folder.path)
            told.__cause__ = error
            return told
    return error


def chain_of(error: BaseException) -> Iterator[BaseException]:
    """The error and everything below it, each once: chains can bite their own tail."""
    seen: dict[int, BaseException] = {}
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen[id(found)] = found
        yield found
        found = found.__cause__ or found.__context__


def _is_inside(error: OSError, folder: RunFolder) -> bool:
    return isinstance(error.filename, str) and error.filename.startswith(str(folder.path))
