"""What must be done once before ranks load their data: a download, told in the run's events."""

import time
from collections.abc import Callable

from engine.data import data_for
from engine.errors import DataError
from engine.record.events import RankFailure, RunState, StateChanged, append_event
from engine.record.folder import RunFolder
from engine.spec.run import RunSpec

_LOOK_SECONDS = 0.1


def prepare_data(folder: RunFolder, attempt: int, spec: RunSpec, goes_on: Callable[[], bool]) -> bool:
    """Downloads what the run needs and does not find; nothing for most data sets.

    Args:
        folder: Where to tell how far it is, and why it failed.
        attempt: Of the run.
        spec: Of the run.
        goes_on: Asked in between; False where a person wants it to end.

    Returns:
        Whether the run goes on.

    Raises:
        DataError: The data cannot be had; it is told in the events.
    """
    looked = 0.0
    try:
        for sentence in data_for(spec).prepare(spec):
            if sentence:
                _tell(folder, attempt, sentence)
            if time.monotonic() - looked >= _LOOK_SECONDS:
                looked = time.monotonic()
                if not goes_on():
                    return False
    except OSError as error:
        raise _told(folder, attempt, _of_system(error)) from error
    except DataError as error:
        raise _told(folder, attempt, error) from error
    return True


def _tell(folder: RunFolder, attempt: int, sentence: str) -> None:
    state = RunState.STARTING
    append_event(folder, StateChanged(time=time.time(), attempt=attempt, state=state, sentence=sentence))


def _told(folder: RunFolder, attempt: int, error: DataError) -> DataError:
    append_event(
        folder,
        RankFailure(
            time=time.time(),
            attempt=attempt,
            sentence=error.sentence,
            mend=error.mend,
            diagnosis="data",
        ),
    )
    return error


def _of_system(error: OSError) -> DataError:
    where = f" at {error.filename}" if error.filename else ""
    return DataError(
        f"The data could not be prepared{where}: {error.strerror or error}.",
        mend="Check the disk and the permissions of the cache folder, then resume.",
    )
