"""Curves that leave a run: read back by each format's own reader."""

import contextlib
import csv
import json
import math
import shutil
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.errors import ExportError
from engine.export import curves as curves_module
from engine.export.curves import FORMS, export_curves
from engine.export.mlflow_address import is_address
from engine.planning import plan_run
from engine.record.folder import RunFolder, create_run
from engine.record.notes import Notes, write_notes
from engine.record.series import SeriesWriter
from engine.spec import MlpSpec, RunSpec
from engine.tensorboard.event_file import EventFileTail
from tests.engine.plan.machines import machine

SPEC = RunSpec(model=MlpSpec(hidden=(5,)))
STEPS = (0, 127, 128, 300, 20_000, 3_000_000_000)
VALUES = (0.1, -2.5, math.nan, 1e300, 3.25, math.inf)


@pytest.fixture(name="run")
def run_fixture(tmp_path: Path) -> RunFolder:
    """A run with two curves, one of them longer than a block."""
    plan = plan_run(SPEC, machine()).plan
    assert plan is not None
    folder = create_run(tmp_path / "runs", SPEC, plan)
    for source, steps, values in (
        ("train", STEPS, VALUES),
        ("eval", np.arange(70_000), np.linspace(0, 1, 70_000)),
    ):
        writer = SeriesWriter(folder.series_path(source, "loss"))
        writer.append_many(steps, 1e9 + np.arange(len(steps)), values)
        writer.close()
    return folder


def test_that_csv_gives_every_figure_back_as_it_was(run: RunFolder, tmp_path: Path) -> None:
    target = tmp_path / "new" / "all.csv"
    done = export_curves([run], FORMS["csv"], target)
    assert (done.num_curves, done.num_points) == (2, 70_006)
    with target.open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = [row for row in rows if row["source"] == "train"]
    assert tuple(int(row["step"]) for row in found) == STEPS
    assert [repr(float(row["value"])) for row in found] == [repr(value) for value in VALUES]
    assert (found[1]["run"], float(found[1]["time"])) == (run.name, 1e9 + 1)
    assert [path.name for path in target.parent.iterdir()] == ["all.csv"]


def test_that_parquet_is_read_by_pyarrow(run: RunFolder, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    target = tmp_path / "all.parquet"
    export_curves([run, run], FORMS["parquet"], target)
    table = parquet.read_table(target)
    assert (table.num_rows, table.column_names) == (
        140_012,
        ["run", "source", "metric", "step", "time", "value"],
    )
    train = [row for row in table.slice(70_000, 6).to_pylist() if row["source"] == "train"]
    assert tuple(row["step"] for row in train) == STEPS
    assert repr([row["value"] for row in train]) == repr(list(VALUES))


def test_that_event_files_are_read_by_our_own_reader(run: RunFolder, tmp_path: Path) -> None:
    export_curves([run], FORMS["tensorboard"], tmp_path / "events")
    (path,) = (tmp_path / "events" / run.name).iterdir()
    tail = EventFileTail(path)
    found = []
    while scalars := tail.poll():
        found += scalars
    assert tail.problem == ""
    assert len(found) == 70_006
    train = [point for point in found if point.tag == "train/loss"]
    assert tuple(point.step for point in train) == STEPS
    assert [point.time for point in train] == [1e9 + number for number in range(6)]
    assert repr([point.value for point in train]) == repr(
        [float(np.float32(0.1)), -2.5, math.nan, math.inf, 3.25, math.inf]
    )


def test_that_event_files_are_read_by_tensorboard(run: RunFolder, tmp_path: Path) -> None:
    accumulator = pytest.importorskip("tensorboard.backend.event_processing.event_accumulator")
    export_curves([run], FORMS["tensorboard"], tmp_path / "events")
    reader = accumulator.EventAccumulator(str(tmp_path / "events" / run.name), size_guidance={"scalars": 0})
    reader.Reload()
    assert sorted(reader.Tags()["scalars"]) == ["eval/loss", "train/loss"]
    assert tuple(point.step for point in reader.Scalars("train/loss")) == STEPS
    assert len(reader.Scalars("eval/loss")) == 70_000


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of MLflow and its database library
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_that_mlflow_has_the_run_with_params_and_metrics(tmp_path: Path) -> None:
    pytest.importorskip("sqlalchemy")
    mlflow = pytest.importorskip("mlflow")
    plan = plan_run(SPEC, machine()).plan
    assert plan is not None
    folder = create_run(tmp_path / "runs", SPEC, plan)
    with contextlib.closing(SeriesWriter(folder.series_path("train", "loss"))) as writer:
        writer.append_many(range(1500), np.full(1500, 1e9), np.linspace(1, 0, 1500))
    write_notes(folder, Notes(tags=("paper",), note="A note."))
    target = tmp_path / "tracking"
    export_curves([folder], FORMS["mlflow"], target)
    client = mlflow.MlflowClient(tracking_uri=f"sqlite:///{target / 'mlflow.db'}")
    (run,) = client.search_runs([client.get_experiment_by_name("Paraloom").experiment_id])
    history = client.get_metric_history(run.info.run_id, "train/loss")
    assert sorted(point.step for point in history) == list(range(1500))
    assert (run.info.run_name, run.data.metrics["train/loss"]) == (folder.name, 0.0)
    assert run.data.params["model.kind"] == "mlp"
    assert (run.data.tags["paper"], run.data.tags["mlflow.note.content"]) == ("", "A note.")
    address = f"sqlite:///{target / 'mlflow.db'}"
    done = export_curves([folder], FORMS["mlflow"], address)
    assert (done.path, done.num_points) == (address, 1500)
    assert len(client.search_runs([run.info.experiment_id])) == 2
    (tmp_path / "text.db").write_text("This is no database. " * 100)
    with pytest.raises(ExportError, match=r"does not take the runs at sqlite:///.*text\.db"):
        export_curves([folder], FORMS["mlflow"], f"sqlite:///{tmp_path / 'text.db'}")


@pytest.mark.filterwarnings("ignore")  # of MLflow
def test_that_mlflow_s_store_of_files_is_an_address_too(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    variables = pytest.importorskip("mlflow.environment_variables")
    shutil.rmtree(run.series_dir / "eval")  # a millisecond a point
    address = (tmp_path / "store").as_uri()
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "false")
    if hasattr(variables, "MLFLOW_ALLOW_FILE_STORE"):
        with pytest.raises(ExportError, match="no longer keeps runs in files") as told:
            export_curves([run], FORMS["mlflow"], address)
        assert "MLFLOW_ALLOW_FILE_STORE=true" in told.value.mend
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    export_curves([run], FORMS["mlflow"], address)
    (found,) = (tmp_path / "store").glob("*/*/metrics/train/loss")
    assert len(found.read_text().splitlines()) == len(STEPS)


@pytest.mark.parametrize(
    ("form", "target", "sentence"),
    [
        ("mlflow", "http://me:secret@127.0.0.1:9", "No MLflow server answers at http://…@127.0.0.1:9: "),
        ("mlflow", "sqlite:////no/such/folder/mlflow.db", "names no file in a folder that exists. Write"),
        ("mlflow", "ftp://host/runs", "ftp://host/runs is no tracking URI of MLflow. Write http://"),
        ("csv", "http://localhost:5000", "CSV is written into a file or folder"),
        (None, "http://me:secret@127.0.0.1:9", "Connection refused"),
    ],
)
def test_that_a_wrong_address_is_a_sentence_without_its_password(
    run: RunFolder, capsys: pytest.CaptureFixture[str], form: str | None, target: str, sentence: str
) -> None:
    pytest.importorskip("mlflow")
    words = ["--format", form] if form else []
    assert main(["export", "curves", str(run.path), target, *words]) == 2
    told = capsys.readouterr().err
    assert sentence in told and "secret" not in told


def test_that_paths_are_no_addresses_and_a_folder_is_tensorboard_s(run: RunFolder, tmp_path: Path) -> None:
    assert not any(map(is_address, ("a/b.csv", "/a", "C:/runs/a.csv", "C:\\runs", "~/file.csv", "a:b")))
    assert all(map(is_address, ("file:/a", "sqlite:///a.db", "HTTPS://host", "postgresql+psycopg2://host/a")))
    assert main(["export", "curves", str(run.path), str(tmp_path / "events")]) == 0
    assert len(list((tmp_path / "events" / run.name).glob("*tfevents*"))) == 1


def test_that_a_missing_extra_is_one_sentence_with_its_mend(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(curves_module, "find_spec", lambda name: None)
    assert main(["export", "curves", str(run.path), str(tmp_path / "all.parquet")]) == 2
    told = capsys.readouterr().err
    assert told == (
        "error: Parquet needs the package pyarrow, which is not installed. pip install 'paraloom[parquet]'\n"
    )
    assert not (tmp_path / "all.parquet").exists()


def test_that_the_command_line_tells_what_it_wrote(
    run: RunFolder, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "all.csv"
    assert main(["export", "curves", str(run.path), str(target), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["path"], told["form"], told["num_points"]) == (str(target), "csv", 70_006)
    assert told["runs"] == [run.name]
