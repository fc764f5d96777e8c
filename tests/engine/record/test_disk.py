import errno
import os
from pathlib import Path

import pytest

from engine.errors import RunFolderError
from engine.record.disk import append_line, folder_error, write_whole
from tests.engine.record.processes import run_without_rights

FULL = Path("/dev/full")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EDQUOT, "disk is full"),
        (errno.EROFS, "may not be read or written"),
        (errno.EACCES, "may not be read or written"),
        (errno.ENOENT, "is gone"),
        (errno.ESTALE, "is gone"),
        (errno.EMFILE, "Too many files"),
        (errno.EIO, "disk failed"),
        (errno.EBADF, "could not be used"),
    ],
)
def test_that_an_operating_systems_error_becomes_a_sentence_with_a_mend(code: int, words: str) -> None:
    error = folder_error(OSError(code, os.strerror(code)), Path("runs/a/events.jsonl"))
    assert words in error.sentence
    assert "runs/a/events.jsonl" in error.sentence
    assert error.mend.endswith(".")


def test_that_a_file_is_replaced_whole_and_leaves_no_scratch(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_whole(path, "old")
    write_whole(path, b"new")
    assert path.read_text() == "new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_that_a_file_that_cannot_be_replaced_leaves_no_scratch(tmp_path: Path) -> None:
    (tmp_path / "a.json").mkdir()
    with pytest.raises(RunFolderError):
        write_whole(tmp_path / "a.json", "new")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.json"]


def test_that_a_line_after_a_torn_one_begins_anew(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b'{"whole": 1}\n{"torn": ')
    append_line(path, "{}")
    append_line(path, "{}")
    assert path.read_bytes() == b'{"whole": 1}\n{"torn": \n{}\n{}\n'


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
def test_that_a_line_on_a_full_disk_is_an_error_with_a_mend(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.symlink_to(FULL)
    with pytest.raises(RunFolderError, match="disk is full") as caught:
        append_line(path, "{}")
    assert "Free some space" in caught.value.mend


def test_that_a_line_to_a_deleted_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="is gone"):
        append_line(tmp_path / "deleted" / "lines", "{}")


def test_that_a_read_only_folder_is_an_error_with_a_mend(tmp_path: Path) -> None:
    said = run_without_rights(
        """
        from pathlib import Path
        from engine.errors import RunFolderError
        from engine.record.disk import append_line, write_whole
        # give up rights
        for write in (append_line, write_whole):
            try:
                write(Path("new"), "{}")
            except RunFolderError as error:
                print(error.sentence)
        """,
        tmp_path,
    )
    assert said.count("may not be read or written") == 2
