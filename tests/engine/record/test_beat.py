import os
import time
from pathlib import Path

import pytest

from engine.errors import RunFolderError
from engine.record.beat import BeatWriter, Phase, read_beat


def test_that_a_beat_is_seen_at_once(tmp_path: Path) -> None:
    path, before = tmp_path / "rank-0.beat", time.time()
    writer = BeatWriter(path)
    first = read_beat(path)
    assert first is not None
    assert (first.step, first.phase, first.pid) == (0, Phase.STARTING, os.getpid())
    for step, phase in enumerate(Phase):
        writer.beat(step, phase)
        beat = read_beat(path)
        assert beat is not None
        assert (beat.step, beat.phase) == (step, phase)
        assert before <= beat.time <= time.time()
    writer.close()
    assert read_beat(path) == beat


def test_that_a_phase_may_be_named_by_its_word(tmp_path: Path) -> None:
    writer = BeatWriter(tmp_path / "a.beat")
    writer.beat(3, "backward")
    beat = read_beat(tmp_path / "a.beat")
    assert beat is not None and beat.phase is Phase.BACKWARD
    writer.close()


@pytest.mark.parametrize("content", [None, b"", b"short", b"\xff" * 32])
def test_that_there_is_no_beat_where_none_can_be_read(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.beat").write_bytes(content)
    assert read_beat(tmp_path / "a.beat") is None


def test_that_a_beat_in_a_deleted_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is gone"):
        BeatWriter(tmp_path / "deleted" / "a.beat")
