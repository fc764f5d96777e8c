from pathlib import Path

import pytest

from engine.cli import main
from engine.errors import RunFolderError
from engine.plan.records import Plan
from engine.record.folder import RunFolder, create_run, trash_run
from engine.record.trash import empty_trash, list_trash, restore_run
from engine.spec import RunSpec


def test_that_a_run_comes_back_from_the_trash(folder: RunFolder) -> None:
    assert list_trash(folder.runs_dir) == ()
    trashed = trash_run(folder)
    assert list_trash(folder.runs_dir) == (trashed,)
    assert restore_run(folder.runs_dir, folder.name) == folder
    assert (folder.spec_path.exists(), list_trash(folder.runs_dir)) == (True, ())


def test_that_a_run_whose_name_is_taken_meanwhile_gets_a_number(folder: RunFolder) -> None:
    trash_run(folder)
    folder.path.mkdir()
    assert restore_run(folder.runs_dir, folder.name).name == f"{folder.name}-2"


def test_that_what_is_not_in_the_trash_is_said(runs_dir: Path) -> None:
    with pytest.raises(RunFolderError, match="not in the trash"):
        restore_run(runs_dir, "../x")


def test_that_the_trash_is_emptied_and_nothing_else(
    folder: RunFolder, spec: RunSpec, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = create_run(folder.runs_dir, spec, plan)
    trash_run(folder)
    assert main(["trash", "list"]) == 0
    assert folder.name in capsys.readouterr().out
    assert main(["trash", "restore", folder.name]) == 0
    trash_run(folder)
    assert main(["trash", "empty"]) == 0
    assert "1 run" in capsys.readouterr().out
    assert (list_trash(folder.runs_dir), kept.spec_path.exists()) == ((), True)
    assert empty_trash(folder.runs_dir) == 0
