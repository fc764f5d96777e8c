import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine.cli import main
from engine.errors import RunFolderError
from engine.export.run_zip import export_run, import_run
from engine.record.folder import RunFolder
from engine.record.index import RunIndex
from engine.record.notes import Notes, read_notes, write_notes
from engine.record.series import SeriesSet

NEEDED = ("spec.toml", "plan.json", "events.jsonl")


@pytest.fixture
def zipped(folder: RunFolder, tmp_path: Path) -> Path:
    with SeriesSet(folder.series_dir) as series:
        series.report("train", "loss", 1, 0.5)
    write_notes(folder, Notes(tags=("paper",)))
    (folder.path / "launcher.lock").write_text("")
    return export_run(folder, tmp_path / "run.zip").path


def test_that_a_run_comes_back_whole_in_another_folder(
    folder: RunFolder, zipped: Path, tmp_path: Path
) -> None:
    back = import_run(tmp_path / "elsewhere", zipped)
    assert back.name == folder.name
    assert back.read_spec() == folder.read_spec()
    assert back.series_path("train", "loss").read_bytes() == folder.series_path("train", "loss").read_bytes()
    assert read_notes(back).tags == ("paper",)
    assert (back.path / "checkpoints").is_dir()
    assert not back.lock_path.exists()
    index = RunIndex(tmp_path / "elsewhere")
    index.refresh()
    assert [row.name for row in index.rows()] == [folder.name]
    assert [path.name for path in (tmp_path / "elsewhere").glob(".*")] == []


def test_that_a_name_that_is_taken_gets_a_number(folder: RunFolder, zipped: Path) -> None:
    assert import_run(folder.runs_dir, zipped).name == f"{folder.name}-2"


def test_that_a_living_run_is_not_exported(folder: RunFolder, tmp_path: Path) -> None:
    with folder.hold_lock(), pytest.raises(RunFolderError, match="alive"):
        export_run(folder, tmp_path / "run.zip")
    assert list(tmp_path.glob("*.zip")) == []


def test_that_a_file_that_cannot_be_written_leaves_nothing(folder: RunFolder, tmp_path: Path) -> None:
    with pytest.raises(RunFolderError, match="gone"):
        export_run(folder, tmp_path / "missing" / "run.zip")


def no_zip(path: Path) -> None:
    path.write_bytes(b"no zip file at all")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-30])


def garbled(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[60:400] = b"\xa5" * 340
    path.write_bytes(data)


@pytest.mark.parametrize("damage", [no_zip, cut, garbled])
def test_that_a_broken_zip_is_a_sentence(
    zipped: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    damage(zipped)
    with pytest.raises(RunFolderError, match="no zip file, or a damaged one"):
        import_run(tmp_path / "elsewhere", zipped)
    assert not list((tmp_path / "elsewhere").glob("*"))


@pytest.mark.parametrize("name", ["../evil", "run/../../evil", "/evil", "run\\..\\evil", "c:evil", "link"])
def test_that_nothing_is_written_outside(tmp_path: Path, name: str) -> None:
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in NEEDED:
            archive.writestr(f"run/{part}", "x")
        entry = zipfile.ZipInfo("run/link" if name == "link" else name)
        entry.filename = "run/link" if name == "link" else name  # as it is: ZipInfo would mend it
        if name == "link":
            entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    with pytest.raises(RunFolderError, match="outside its folder"):
        import_run(tmp_path / "runs", path)
    assert not (tmp_path / "evil").exists() and not (tmp_path / "runs").exists()


@pytest.mark.parametrize("names", [("notes.txt",), ("run/spec.toml",), ("a/spec.toml", "b/plan.json"), ()])
def test_that_other_zips_are_no_runs(tmp_path: Path, names: tuple[str, ...]) -> None:
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    with pytest.raises(RunFolderError, match="holds no run"):
        import_run(tmp_path / "runs", path)


def test_that_the_command_line_exports_and_imports(
    folder: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "run.zip"
    assert main(["export", "run", folder.name, str(path)]) == 0
    assert main(["import", "run", str(path), "--runs", str(tmp_path / "elsewhere")]) == 0
    assert (tmp_path / "elsewhere" / folder.name / "spec.toml").exists()
    assert main(["import", "run", str(tmp_path / "missing.zip")]) == 2
    assert "gone" in capsys.readouterr().err
