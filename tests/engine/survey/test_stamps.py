"""Stamps change with the files, and with nothing else."""

import os
from pathlib import Path

from engine.survey.stamps import stamp_files


def test_that_a_stamp_stays_until_a_file_changes_comes_or_goes(tmp_path: Path) -> None:
    folder = tmp_path / "pictures"
    (folder / "cat").mkdir(parents=True)
    (folder / "a.txt").write_text("a")
    stamps = [stamp_files([folder])]
    assert stamp_files([folder]) == stamps[0]
    os.utime(folder / "a.txt", ns=(1, 1))
    stamps.append(stamp_files([folder]))
    (folder / "cat" / "1.png").write_bytes(b"1")
    os.utime(folder / "cat", ns=(2, 2))
    stamps.append(stamp_files([folder]))
    (folder / "a.txt").unlink()
    stamps.append(stamp_files([folder]))
    stamps.append(stamp_files([folder, tmp_path / "nothing"]))
    (tmp_path / "nothing").write_text("something")
    stamps.append(stamp_files([folder, tmp_path / "nothing"]))
    assert len(set(stamps)) == 6
    assert stamp_files([]) == ""


def test_that_nothing_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")  # to open it would wait for a writer
    assert stamp_files([tmp_path / "pipe"]) != stamp_files([tmp_path / "none"])
