import os
import re
from pathlib import Path

import pytest

from engine.errors import RunFolderError, SpecError
from engine.plan.records import Plan
from engine.record.events import RunState, StateChanged, read_events
from engine.record.folder import (
    RunFolder,
    begin_attempt,
    create_run,
    default_runs_dir,
    find_run,
    list_runs,
    trash_run,
)
from engine.record.series import SeriesSet, read_points
from engine.spec import RunSpec


def test_that_a_new_run_says_what_was_asked_and_what_it_became(
    folder: RunFolder, spec: RunSpec, plan: Plan
) -> None:
    assert folder.read_spec() == spec
    assert folder.read_plan() == plan
    assert folder.attempt() == 1
    (event,) = read_events(folder)
    assert isinstance(event, StateChanged)
    assert event.state is RunState.CREATED
    for path in (folder.series_dir, folder.logs_dir, folder.checkpoints_dir, folder.attempt_dir(1)):
        assert path.is_dir()


def test_that_a_runs_name_tells_when_what_and_how(folder: RunFolder) -> None:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-digits-first-try-ddp-x2", folder.name)


@pytest.mark.parametrize(
    ("name", "ending"),
    [
        ("digits-ddp", "-digits-ddp-x2"),
        ("../../etc", "-etc-ddp-x2"),
        ("手写数字", "-手写数字-ddp-x2"),
        ("???", "-run-ddp-x2"),
        ("x" * 80, f"-{'x' * 40}-ddp-x2"),
    ],
)
def test_that_any_name_makes_a_folder(
    runs_dir: Path, spec: RunSpec, plan: Plan, name: str, ending: str
) -> None:
    folder = create_run(runs_dir, spec.model_copy(update={"name": name}), plan)
    assert folder.path.parent == runs_dir
    assert folder.name.endswith(ending)


def test_that_runs_of_one_second_have_names_of_their_own(runs_dir: Path, spec: RunSpec, plan: Plan) -> None:
    made = {create_run(runs_dir, spec, plan).name for _ in range(4)}
    assert len(made) == 4
    assert {path.name for path in list_runs(runs_dir)} == made


def test_that_a_run_that_cannot_be_made_leaves_nothing(tmp_path: Path, spec: RunSpec, plan: Plan) -> None:
    (tmp_path / "runs").write_text("a file")
    with pytest.raises(RunFolderError):
        create_run(tmp_path / "runs", spec, plan)
    assert [path.name for path in tmp_path.iterdir()] == ["runs"]


def test_that_the_runs_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PARALOOM_RUNS", str(tmp_path))
    assert default_runs_dir() == tmp_path
    monkeypatch.delenv("PARALOOM_RUNS")
    assert default_runs_dir().parts[-2:] == ("paraloom", "runs")


def test_that_only_runs_are_listed_newest_first(runs_dir: Path) -> None:
    for name in ("2026-01-02-b", "2026-01-01-a", "trash", "leases", "queue", ".new-x", "no-run"):
        (runs_dir / name).mkdir()
        if name != "no-run":
            (runs_dir / name / "spec.toml").touch()
    assert [path.name for path in list_runs(runs_dir)] == ["2026-01-02-b", "2026-01-01-a"]
    assert list_runs(runs_dir / "never") == ()


def test_that_a_run_is_found_by_folder_name_or_part(runs_dir: Path, folder: RunFolder) -> None:
    for text in (str(folder.path), folder.name, "digits-first", os.path.relpath(folder.path)):
        assert find_run(runs_dir, text).path.samefile(folder.path)


def test_that_a_name_is_found_though_it_is_part_of_another(
    runs_dir: Path, folder: RunFolder, spec: RunSpec, plan: Plan
) -> None:
    (runs_dir / f"{folder.name}-2").mkdir()
    (runs_dir / f"{folder.name}-2" / "spec.toml").touch()
    assert find_run(runs_dir, folder.name) == folder
    with pytest.raises(RunFolderError, match="fits 2 runs") as caught:
        find_run(runs_dir, "digits")
    assert folder.name in caught.value.sentence


@pytest.mark.parametrize("text", ["nothing-like-it", ""])
def test_that_an_unknown_run_is_a_sentence(runs_dir: Path, folder: RunFolder, text: str) -> None:
    with pytest.raises(RunFolderError, match="No run in") as caught:
        find_run(runs_dir, text)
    assert "paraloom list" in caught.value.mend


def test_that_a_resume_leaves_the_first_attempt_as_it_was(
    folder: RunFolder, spec: RunSpec, plan: Plan
) -> None:
    changed = spec.model_copy(update={"description": "again"})
    (folder.checkpoints_dir / "step-00000012").mkdir()
    attempt = begin_attempt(folder, changed, plan, folder.latest_checkpoint())
    assert attempt == folder.attempt() == 2
    assert folder.read_spec() == changed
    assert folder.read_spec(1) == spec
    assert folder.read_plan(2) == plan
    note = folder.read_resume(2)
    assert note is not None
    assert (note.checkpoint, note.step) == ("step-00000012", 12)
    assert folder.read_resume(1) is None
    event = read_events(folder)[-1]
    assert isinstance(event, StateChanged)
    assert (event.attempt, event.state, event.step) == (2, RunState.CREATED, 12)
    assert begin_attempt(folder, changed, plan, None) == 3


def test_that_a_resume_forgets_points_after_its_checkpoint(
    folder: RunFolder, spec: RunSpec, plan: Plan
) -> None:
    with SeriesSet(folder.series_dir) as series:
        for step in range(1, 21):
            for source in ("train", "rank-10", "cpu-0"):
                series.report(source, "loss", step, 0.5)
    (folder.checkpoints_dir / "step-00000012").mkdir()
    begin_attempt(folder, spec, plan, folder.latest_checkpoint())
    lengths = {
        source: len(read_points(folder.series_path(source, metric))) for source, metric in folder.series()
    }
    assert lengths == {"train": 12, "rank-10": 12, "cpu-0": 20}
    begin_attempt(folder, spec, plan, None)
    assert len(read_points(folder.series_path("train", "loss"))) == 0


def test_that_a_living_run_is_not_resumed_nor_deleted(folder: RunFolder, spec: RunSpec, plan: Plan) -> None:
    with folder.hold_lock():
        assert folder.is_alive()
        with pytest.raises(RunFolderError, match="already running"):
            begin_attempt(folder, spec, plan, None)
        with pytest.raises(RunFolderError, match="still alive"):
            trash_run(folder)
    assert not folder.is_alive()
    assert folder.attempt() == 1


def test_that_checkpoints_are_complete_ones_in_order(folder: RunFolder) -> None:
    assert folder.checkpoints() == ()
    assert folder.latest_checkpoint() is None
    for name in ("step-00000200", "step-00000030", "step-00000400.partial", "notes"):
        (folder.checkpoints_dir / name).mkdir()
    assert [entry.step for entry in folder.checkpoints()] == [30, 200]
    latest = folder.latest_checkpoint()
    assert latest is not None and latest.path == folder.checkpoints_dir / "step-00000200"


def test_that_half_written_checkpoints_are_set_aside_not_deleted(folder: RunFolder) -> None:
    for _ in range(2):
        partial = folder.checkpoints_dir / "step-00000400.partial"
        partial.mkdir()
        (partial / "part").touch()
        (moved,) = folder.set_aside_partial_checkpoints()
        assert (moved / "part").exists()
        assert not partial.exists()
    assert folder.set_aside_partial_checkpoints() == ()
    assert folder.checkpoints() == ()


def test_that_a_deleted_run_lies_in_the_trash(runs_dir: Path, folder: RunFolder, spec: RunSpec) -> None:
    moved = trash_run(folder)
    assert moved.parent == runs_dir / "trash"
    assert RunFolder(moved).read_spec() == spec
    assert list_runs(runs_dir) == ()
    with pytest.raises(RunFolderError, match="is gone"):
        trash_run(folder)


def test_that_two_runs_of_one_name_fit_in_the_trash(runs_dir: Path) -> None:
    for _ in range(2):
        run = runs_dir / "same"
        run.mkdir()
        (run / "spec.toml").touch()
        trash_run(RunFolder(run))
    assert {path.name for path in (runs_dir / "trash").iterdir()} == {"same", "same-2"}


def test_that_damaged_papers_are_sentences(folder: RunFolder) -> None:
    folder.plan_path.write_text('{"world_size": "many"}')
    with pytest.raises(RunFolderError, match=r"plan\.json is damaged"):
        folder.read_plan()
    folder.spec_path.write_text("name = ")
    with pytest.raises(SpecError):
        folder.read_spec()
    folder.spec_path.unlink()
    with pytest.raises(RunFolderError, match="is gone"):
        folder.read_spec()
