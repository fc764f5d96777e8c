"""Counters of energy as the kernel shows them, on a tree of files."""

from pathlib import Path

import pytest

from engine.devices.rapl import Rapl


def zone(root: Path, name: str, title: str, microjoules: int) -> Path:
    folder = root / name
    folder.mkdir(parents=True)
    (folder / "name").write_text(f"{title}\n")
    (folder / "energy_uj").write_text(f"{microjoules}\n")
    (folder / "max_energy_range_uj").write_text("999999999\n")
    return folder / "energy_uj"


def test_that_packages_are_added_up_and_their_parts_are_not(tmp_path: Path) -> None:
    first = zone(tmp_path, "intel-rapl:0", "package-0", 5_000_000)
    second = zone(tmp_path, "intel-rapl:1", "package-1", 999_000_000)
    part = zone(tmp_path, "intel-rapl:0:0", "core", 1_000_000)
    board = zone(tmp_path, "intel-rapl:2", "psys", 1_000_000)
    (tmp_path / "intel-rapl").mkdir()
    rapl = Rapl(tmp_path)
    assert (rapl.read_joules(), rapl.problem) == (0.0, "")
    first.write_text("7500000\n")
    second.write_text("1000000\n")  # it began again
    part.write_text("900000000\n")
    board.write_text("900000000\n")
    assert rapl.read_joules() == pytest.approx(2.5 + 2.0)
    first.write_text("8000000\n")
    assert rapl.read_joules() == pytest.approx(5.0)


def test_that_where_there_is_none_a_sentence_says_so(tmp_path: Path) -> None:
    rapl = Rapl(tmp_path / "nothing")
    assert rapl.read_joules() is None
    assert rapl.problem == (
        f"This machine's processors tell no energy: there is no RAPL counter in {tmp_path / 'nothing'}."
    )


def test_that_a_counter_that_goes_is_no_figure(tmp_path: Path) -> None:
    path = zone(tmp_path, "intel-rapl:0", "package-0", 5)
    rapl = Rapl(tmp_path)
    path.unlink()
    assert rapl.read_joules() is None
    assert rapl.problem.startswith("The processors' energy cannot be read:")


def test_that_a_counter_for_root_alone_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = zone(tmp_path, "intel-rapl:0", "package-0", 5)

    def refuse(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    read = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda one: refuse(one) if one == path else read(one))
    assert Rapl(tmp_path).problem == (
        f"The processors' energy may not be read by this person: {path} is not readable."
    )
