"""How far long files are read, as a listener hears it."""

from pathlib import Path

import numpy as np
import pytest

from engine.data.array_facts import read_array_facts
from engine.data.image_scan import scan_folder
from engine.data.table_files import read_table_facts
from engine.data.text_files import read_characters, stamp_text
from engine.reading import Reading, listened
from engine.spec import ArraysSpec, CsvSpec
from tests.engine.data.files import write_pictures


def write_table(folder: Path) -> int:
    path = folder / "table.csv"
    path.write_text("\n".join(["x,k", *(f"{number},{number % 2}" for number in range(10_000))]))
    read_table_facts(CsvSpec(file=str(path)))
    return path.stat().st_size


def write_texts(folder: Path) -> int:
    for name, text in (("a", "one"), ("b", "twenty")):
        (folder / f"{name}.txt").write_text(text)
    read_characters(stamp_text(str(folder)))
    return 9


def write_arrays(folder: Path) -> int:
    np.savez(folder / "arrays.npz", x=np.zeros((50, 3)), y=np.arange(50, dtype=np.int64) % 5)
    found = read_array_facts(ArraysSpec(file=str(folder / "arrays.npz"), inputs="x", targets="y"))
    assert found.facts.num_classes == 5
    return 50 * 8


@pytest.mark.parametrize("write", [write_table, write_texts, write_arrays])
def test_that_a_listener_hears_how_many_bytes_are_read(tmp_path: Path, write: object) -> None:
    assert callable(write)
    heard: list[Reading] = []
    with listened(heard.append):
        size = write(tmp_path)
    assert heard
    assert {reading.total for reading in heard} == {size}
    assert [reading.done for reading in heard] == sorted(reading.done for reading in heard)
    assert all(reading.done <= reading.total for reading in heard)


def test_that_a_listener_hears_how_many_folders_were_looked_through(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", {"cat": 2, "dog": 1})
    heard: list[Reading] = []
    with listened(heard.append):
        scan_folder(str(folder), field="data.folder")
    assert heard == [Reading(done=number, total=2, unit="folders") for number in range(2)]


def test_that_nobody_has_to_listen(tmp_path: Path) -> None:
    assert write_table(tmp_path) > 0
