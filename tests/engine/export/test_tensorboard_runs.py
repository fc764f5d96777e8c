"""Event files become runs, and what a run exported comes back as it was."""

import json
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.errors import ExportError
from engine.export.curves import FORMS, export_curves
from engine.export.tensorboard_runs import import_tensorboard
from engine.planning import plan_run
from engine.record.events import RunState, Warned, read_events
from engine.record.folder import RunFolder, create_run, trash_run
from engine.record.run_row import read_row
from engine.record.series import SeriesWriter, read_points
from engine.record.series_files import level_file
from engine.spec import MlpSpec, RunSpec
from tests.engine.plan.machines import machine
from tests.engine.tensorboard.files import TRIAL, record, scalar


def event_file(folder: Path, name: str, *records: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"events.out.tfevents.17.host.1.{name}"
    path.write_bytes(b"".join(records))
    return path


def values(folder: RunFolder, source: str, metric: str) -> list[tuple[int, float]]:
    points = read_points(folder.series_path(source, metric))
    return list(zip(points["step"].tolist(), points["value"].tolist(), strict=True))


def test_that_what_was_exported_comes_back_as_it_was(tmp_path: Path) -> None:
    plan = plan_run(RunSpec(model=MlpSpec()), machine()).plan
    assert plan is not None
    run = create_run(tmp_path / "runs", RunSpec(model=MlpSpec()), plan)
    names = (("train", "loss"), ("eval", "accuracy"), ("rank-0", "step_seconds"), ("cpu-0-1", "busy.percent"))
    for number, name in enumerate(names):
        writer = SeriesWriter(run.series_path(*name))
        steps = np.arange(number, 3000 + number)
        writer.append_many(steps, 1e9 + steps / 7, np.float32(1 / (steps + 1)))
        writer.close()
    export_curves([run], FORMS["tensorboard"], tmp_path / "events")
    (back,) = import_tensorboard(tmp_path / "others", tmp_path / "events")
    assert (back.num_curves, back.num_points, back.problems) == (4, 12_000, ())
    assert set(back.folder.series()) == set(names)
    for name in names:
        before, after = run.series_path(*name), back.folder.series_path(*name)
        assert after.read_bytes() == before.read_bytes()
        assert level_file(after, 1).read_bytes() == level_file(before, 1).read_bytes()


def test_that_every_folder_with_scalars_is_a_run_with_its_figures(tmp_path: Path) -> None:
    logs, runs_dir = tmp_path / "logs", tmp_path / "runs"
    event_file(logs / "a", "0", scalar("Loss/train", 1, 0.5, 1.7e9), scalar("Loss/train", 2, 0.25, 1.7e9 + 9))
    event_file(logs / "a", "1", scalar("val_loss", 2, 0.75, 1.7e9 + 9), scalar("test/acc", 2, 50.0, 1.7e9))
    event_file(logs / "b" / "deep", "0", scalar("charts/return", 3, 1.5))
    event_file(logs / "b", "0", record(b"\x09" + bytes(8)))
    first, second = import_tensorboard(runs_dir, logs)
    assert [run.source for run in (first, second)] == [logs / "a", logs / "b" / "deep"]
    assert values(first.folder, "train", "loss") == [(1, 0.5), (2, 0.25)]
    assert values(second.folder, "charts", "return") == [(3, 1.5)]
    row = read_row(first.folder)
    assert (row.state, row.created, row.duration_seconds) == (RunState.COMPLETED, 1.7e9, 9.0)
    assert (row.step, row.train_loss, row.eval_loss, row.strategy, row.model) == (
        2,
        0.25,
        0.75,
        "script",
        "a",
    )
    assert first.folder.read_spec().name == "a"
    assert [path.name for path in runs_dir.glob(".*")] == []


def test_that_hyperparameters_come_along_and_are_options(tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    event_file(logs, "0", scalar("loss", 1, 0.5))
    event_file(logs / "1795606927.87", "0", TRIAL)
    (run,) = import_tensorboard(tmp_path / "runs", logs)
    options = read_row(run.folder).options
    assert [options.get(f"plan.hparams.{name}") for name in ("lr", "layers", "opt")] == [0.01, 3, "adam"]
    assert values(run.folder, "hparam", "acc") == [(0, 0.5)]


def test_that_a_second_import_changes_nothing_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs, runs_dir = tmp_path / "logs", tmp_path / "runs"
    path = event_file(logs, "0", scalar("loss", 1, 0.5))
    words = ["import", "tensorboard", str(logs), "--runs", str(runs_dir)]
    assert main(words) == 0
    assert main([*words, "--json"]) == 0
    (again,) = json.loads(capsys.readouterr().out.splitlines()[-1])["runs"]
    assert (again["new"], again["problems"]) == (False, [])
    assert len(list(runs_dir.iterdir())) == 1
    path.write_bytes(path.read_bytes() + scalar("loss", 2, 0.25))
    assert main(words) == 0
    told = capsys.readouterr()
    assert "was imported before" in told.out and "has changed since" in told.err
    assert values(RunFolder(Path(again["folder"])), "train", "loss") == [(1, 0.5)]
    trash_run(RunFolder(Path(again["folder"])))
    (anew,) = import_tensorboard(runs_dir, logs)
    assert anew.is_new and values(anew.folder, "train", "loss") == [(1, 0.5), (2, 0.25)]


def test_that_a_resumed_training_goes_on_from_its_step_and_epochs_are_counted_on(tmp_path: Path) -> None:
    event_file(tmp_path / "logs", "0", *(scalar("loss", step, 1.0) for step in (1, 2, 3, 4)))
    event_file(tmp_path / "logs", "1", *(scalar("loss", step, 2.0) for step in (3, 4, 1)))
    event_file(tmp_path / "logs", "2", *(scalar("lr", 0, float(value)) for value in (1, 2, 3)))
    (run,) = import_tensorboard(tmp_path / "runs", tmp_path / "logs")
    assert values(run.folder, "train", "loss") == [(1, 1.0), (2, 1.0), (3, 2.0), (4, 2.0), (5, 2.0)]
    assert values(run.folder, "train", "lr") == [(0, 1.0), (1, 2.0), (2, 3.0)]
    assert run.problems == ("The steps of loss begin again: they are counted on.",)


def test_that_what_can_be_read_of_a_broken_file_is_kept(tmp_path: Path) -> None:
    broken = bytearray(scalar("loss", 2, 0.25))
    broken[-6] ^= 1
    event_file(tmp_path / "logs" / "broken", "0", scalar("loss", 1, 0.5), bytes(broken))
    event_file(tmp_path / "logs" / "torn", "0", scalar("loss", 1, 0.5), scalar("loss", 2, 0.25)[:-3])
    broken_run, torn_run = import_tensorboard(tmp_path / "runs", tmp_path / "logs")
    for run, words in ((broken_run, "is damaged after"), (torn_run, "in the middle of a record")):
        assert values(run.folder, "train", "loss") == [(1, 0.5)]
        assert words in run.problems[0]
        told = [event.sentence for event in read_events(run.folder) if isinstance(event, Warned)]
        assert told == list(run.problems)


@pytest.mark.parametrize("there", ["nothing", "file", "empty", "no scalars"])
def test_that_a_folder_without_curves_is_a_sentence(tmp_path: Path, there: str) -> None:
    source = tmp_path / "logs"
    if there == "file":
        source.write_text("")
    elif there == "empty":
        source.mkdir()
    elif there == "no scalars":
        event_file(source, "0", record(b"\x09" + bytes(8)))
    said = {
        "nothing": "There is no folder",
        "file": "is a file",
        "empty": "no event files",
        "no scalars": "hold no scalars",
    }
    with pytest.raises(ExportError, match=said[there]):
        import_tensorboard(tmp_path / "runs", source)
    assert not (tmp_path / "runs").exists()
