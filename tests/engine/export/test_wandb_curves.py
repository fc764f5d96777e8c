"""Runs as W&B keeps them offline, read back by the rules of its file and with its own messages."""

import importlib
import importlib.util
import json
import struct
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from engine.export.curves import FORMS, export_curves
from engine.export.wandb_curves import run_id
from engine.export.wandb_file import WandbFile
from engine.planning import plan_run
from engine.record.events import RunState, StateChanged, append_event
from engine.record.folder import RunFolder, create_run
from engine.record.notes import Notes, write_notes
from engine.record.series import SeriesWriter
from engine.spec import MlpSpec, RunSpec
from tests.engine.plan.machines import machine

BLOCK = 32_768
SPEC = RunSpec(model=MlpSpec(hidden=(5,)), description="x" * 20_000)
CURVES = {
    ("train", "loss"): [(0, 0.5), (1, float("nan")), (3, float("-inf"))],
    ("eval", "accuracy"): [(1, 0.25), (3, 0.75)],
    ("gpu-0", "power_watts"): [(1, 70.0), (1, 80.0)],
}


def read_records(path: Path) -> Iterator[bytes]:
    """The records of a file, each checked."""
    data, at, record, is_inside = path.read_bytes(), 7, b"", False
    assert data[:at] == b":W&B\xe1\xbe\x00"
    while at < len(data):
        room = BLOCK - at % BLOCK
        if room < 7:
            assert data[at : at + room] == bytes(room)
            at += room
            continue
        check, length, kind = struct.unpack_from("<IHB", data, at)
        piece = data[at + 7 : at + 7 + length]
        assert len(piece) == length <= room - 7
        assert zlib.crc32(piece, zlib.crc32(bytes([kind]))) == check
        assert (kind in (3, 4)) == is_inside
        record, at, is_inside = record + piece, at + 7 + length, kind in (2, 3)
        if not is_inside:
            yield record
            record = b""
    assert not is_inside


@pytest.fixture(name="messages")
def messages_fixture(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """W&B's messages, without the rest of it, which takes seconds and leaves folders behind."""
    found = importlib.util.find_spec("wandb")
    if found is None:
        pytest.skip("needs wandb")
    package = ModuleType("wandb")
    package.__path__ = list(found.submodule_search_locations or ())
    monkeypatch.setitem(sys.modules, "wandb", package)
    before = set(sys.modules)
    yield importlib.import_module("wandb.proto.wandb_internal_pb2")
    for name in set(sys.modules) - before:
        if name.startswith("wandb."):
            del sys.modules[name]


@pytest.fixture(name="run")
def run_fixture(tmp_path: Path) -> RunFolder:
    plan = plan_run(SPEC, machine()).plan
    assert plan is not None
    folder = create_run(tmp_path / "runs", SPEC, plan, created=1e9)
    for name, points in CURVES.items():
        writer = SeriesWriter(folder.series_path(*name))
        steps = np.array([step for step, _ in points])
        writer.append_many(steps, 1e9 + 10 * steps, [value for _, value in points])
        writer.close()
    append_event(folder, StateChanged(time=1e9 + 40, state=RunState.FAILED))
    return folder


def test_that_wandb_s_own_messages_are_read_back(messages: Any, run: RunFolder, tmp_path: Path) -> None:
    write_notes(run, Notes(tags=("paper", "baseline"), note="A note. " * 20_000))  # longer than some blocks
    done = export_curves([run], FORMS["wandb"], tmp_path / "wandb")
    assert (done.num_curves, done.num_points) == (3, 7)
    (folder,) = (tmp_path / "wandb").iterdir()
    assert folder.name.startswith("offline-run-2001") and folder.name.endswith(run_id(run.name))
    records = []
    for content in read_records(folder / f"run-{run_id(run.name)}.wandb"):
        records.append(messages.Record.FromString(content))
        assert records[-1].SerializeToString() == content  # nothing in it that W&B does not know
    assert [record.num for record in records] == list(range(1, len(records) + 1))
    kinds = [record.WhichOneof("record_type") for record in records]
    assert kinds == ["header", "run", "history", "history", "history", "history", "summary", "exit"]
    told = records[1].run
    assert (told.run_id, told.project, told.display_name) == (run_id(run.name), "Paraloom", run.name)
    assert (list(told.tags), told.notes) == (["paper", "baseline"], "A note. " * 20_000)
    assert told.start_time.ToSeconds() == 10**9
    config = {item.key: json.loads(item.value_json) for item in told.config.update}
    assert (config["model.kind"], config["training.seed"]) == ("mlp", SPEC.training.seed)
    rows = [_values(record.history.item) for record in records if record.HasField("history")]
    steps = [record.history.step.num for record in records if record.HasField("history")]
    assert steps == [row["_step"] for row in rows] == [0, 1, 1, 3]
    assert repr(rows[1]["train/loss"]) == "nan" and rows[3]["train/loss"] == float("-inf")
    assert [row.get("gpu-0/power_watts") for row in rows] == [None, 70.0, 80.0, None]
    assert rows[3]["eval/accuracy"] == 0.75
    assert (rows[3]["_timestamp"], rows[3]["_runtime"]) == (1e9 + 30, 30.0)
    assert _values(records[-2].summary.update)["eval/accuracy"] == 0.75
    assert (records[-1].exit.exit_code, records[-1].exit.runtime) == (1, 30)


def test_that_a_record_may_end_anywhere_in_a_block(tmp_path: Path) -> None:
    path, rooms = tmp_path / "run.wandb", set()
    for length in range(BLOCK - 100, BLOCK - 40):
        with WandbFile(path, "paraloom") as file:
            file.add_run("a", project="b", name="", config={}, tags=(), notes="n" * length, started=0.0)
            file.add_row(1, {"loss": 0.5})
        header, run, row = read_records(path)
        rooms.add((7 + 7 + len(header) + 7 + len(run)) % BLOCK)
        assert (len(run) > length, row[-4:]) == (True, b"\x12\x02\x08\x01")
    assert rooms >= {0, 1, *range(BLOCK - 7, BLOCK)}  # of a block, up to where the row begins


def _values(items: Any) -> dict[str, float]:
    return {item.nested_key[0]: json.loads(item.value_json) for item in items}
