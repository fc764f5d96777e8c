"""A script's curves reach the run's series, and only its own."""

import json
import os
from pathlib import Path

import pytest

from engine.launcher.script_curves import ScriptCurves, figures_path
from engine.record.folder import RunFolder
from engine.record.series import read_points
from tests.engine.tensorboard.files import scalar


@pytest.fixture
def folder(tmp_path: Path) -> RunFolder:
    run = RunFolder(tmp_path / "run")
    run.attempt_dir(1).mkdir(parents=True)
    run.series_dir.mkdir()
    return run


def event_file(folder: Path, name: str, *records: bytes, pid: int | None = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"events.out.tfevents.17.host.{4_000_000 if pid is None else pid}.{name}"
    path.write_bytes(b"".join(records))
    return path


def values(folder: RunFolder, source: str, metric: str) -> list[tuple[int, float]]:
    points = read_points(folder.series_path(source, metric))
    return list(zip(points["step"].tolist(), points["value"].tolist(), strict=True))


def test_that_only_the_script_s_own_files_are_read(folder: RunFolder, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    event_file(logs / "old", "0", scalar("loss", 1, 9.0))
    curves = ScriptCurves(folder, 1, 1, logs)
    event_file(logs / "queued", "0", scalar("loss", 1, 9.0))
    curves.begin()
    event_file(logs / "runs" / "new", "0", scalar("Loss/train", 1, 0.5), scalar("loss", 1, 7.0))
    event_file(logs / "runs" / "new" / "Loss_val", "1", scalar("Loss", 1, 0.25))
    event_file(logs / "other", "0", scalar("loss", 1, 8.0), pid=os.getppid())  # of a process that is not ours
    assert curves.poll(is_last=True) == ()
    curves.close()
    assert values(folder, "train", "loss") == [(1, 0.5)]
    assert values(folder, "train", "loss-2") == [(1, 7.0)]
    assert values(folder, "val", "loss") == [(1, 0.25)]
    assert set(folder.series()) == {("train", "loss"), ("train", "loss-2"), ("val", "loss")}
    assert curves.step == 1


def test_that_steps_never_fall(folder: RunFolder, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    curves = ScriptCurves(folder, 1, 1, logs)
    epochs = [scalar("loss", step, float(step)) for _ in range(2) for step in range(3)]
    unnumbered = [scalar("lr", 0, float(count)) for count in range(3)]
    event_file(logs, "0", *epochs, *unnumbered)
    told = curves.poll(is_last=True)
    curves.close()
    assert [step for step, _ in values(folder, "train", "loss")] == [0, 1, 2, 3, 4, 5]
    assert [step for step, _ in values(folder, "train", "lr")] == [0, 1, 2]
    assert told == ("The steps of train/loss begin again: they are counted on.",)


def test_that_a_second_file_goes_on_or_stands_beside(folder: RunFolder, tmp_path: Path) -> None:
    logs = tmp_path / "logs"
    curves = ScriptCurves(folder, 1, 2, logs)
    event_file(logs, "0", scalar("loss", 1, 0.5), scalar("loss", 2, 0.4))
    event_file(logs, "1", scalar("loss", 3, 0.3))
    event_file(logs, "2", scalar("loss", 1, 5.0))
    curves.poll(is_last=True)
    curves.close()
    assert values(folder, "train", "loss") == [(1, 0.5), (2, pytest.approx(0.4)), (3, pytest.approx(0.3))]
    assert values(folder, "train", "loss-2") == [(1, 5.0)]


def test_that_the_lines_of_paraloom_log_become_points(folder: RunFolder, tmp_path: Path) -> None:
    curves = ScriptCurves(folder, 1, 2, tmp_path)
    lines = [
        {"step": 4, "time": 1.0, "split": None, "values": {"loss": 0.5, "val_loss": float("nan")}},
        {"step": 4, "time": 1.0, "split": "test", "values": {"accuracy": 0.9}},
    ]
    figures_path(folder, 1, 0).write_text("".join(json.dumps(line) + "\n" for line in lines))
    other = {"step": 4, "time": 1.0, "split": None, "values": {"loss": 0.6}, "rank": 1}
    figures_path(folder, 1, 1).write_text(json.dumps(other) + "\n")
    curves.poll()
    curves.close()
    assert values(folder, "train", "loss") == [(4, 0.5)]
    assert values(folder, "rank_1", "loss") == [(4, 0.6)]
    assert values(folder, "test", "accuracy") == [(4, 0.9)]
    assert ("val", "loss") in folder.series()
