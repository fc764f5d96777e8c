import errno
from pathlib import Path

from engine.errors import CheckpointError, NonFiniteLossError, RunFolderError
from engine.record.folder import RunFolder
from engine.training.failure import build_note, chain_of, explain


def test_that_known_errors_carry_their_sentence_mend_and_diagnosis() -> None:
    note = build_note(CheckpointError("It is damaged.", mend="Move it."), rank=2, step=7, time=1.0)
    assert (note.sentence, note.mend, note.diagnosis) == ("It is damaged.", "Move it.", "checkpoint")
    assert (note.rank, note.step) == (2, 7)
    assert build_note(NonFiniteLossError("x"), rank=0, step=0, time=1.0).diagnosis == "non_finite_loss"


def test_that_an_unknown_error_keeps_its_traceback_for_the_launcher() -> None:
    try:
        raise ValueError("nine of eight")
    except ValueError as error:
        note = build_note(error, rank=0, step=None, time=1.0)
    assert (note.error_type, note.sentence, note.diagnosis) == ("ValueError", "nine of eight", "")
    assert "test_failure.py" in note.traceback


def test_that_an_error_in_a_data_worker_is_one_sentence() -> None:
    text = (
        "Caught OSError in DataLoader worker process 3.\nOriginal Traceback (most recent call last):\n"
        '  File "x.py", line 1, in take\nOSError: picture 17 is cut off\n'
    )
    note = build_note(OSError(text), rank=0, step=1, time=1.0)
    assert note.sentence == "Data worker 3 could not prepare a batch: OSError: picture 17 is cut off"
    assert "data_workers" in note.mend


def test_that_trouble_with_the_run_folder_below_another_error_is_told_as_such(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    full = OSError(errno.ENOSPC, "No space left on device", str(folder.path / "series"))
    outer = RuntimeError("failed to write")
    outer.__cause__ = full
    told = explain(outer, folder)
    assert isinstance(told, RunFolderError)
    assert "disk is full" in str(told)


def test_that_trouble_with_other_files_stays_what_it_is(tmp_path: Path) -> None:
    elsewhere = FileNotFoundError(errno.ENOENT, "No such file", "/data/pictures.bin")
    assert explain(elsewhere, RunFolder(tmp_path)) is elsewhere


def test_that_a_chain_of_errors_that_bites_its_tail_has_an_end(tmp_path: Path) -> None:
    first, second = RuntimeError("first"), RuntimeError("second")
    first.__cause__, second.__cause__ = second, first
    assert list(chain_of(first)) == [first, second]
    assert explain(first, RunFolder(tmp_path)) is first


def test_that_a_dead_worker_is_told_without_what_went_on_around_it(tmp_path: Path) -> None:
    around = ConnectionResetError(errno.ECONNRESET, "Connection reset by peer")
    dead = RuntimeError("DataLoader worker (pid 7) is killed by signal: Killed. ")
    dead.__context__ = around
    told = explain(dead, RunFolder(tmp_path))
    note = build_note(told, rank=0, step=None, time=1.0)
    assert note.sentence == "DataLoader worker (pid 7) is killed by signal: Killed."
    assert "reset by peer" not in note.traceback
