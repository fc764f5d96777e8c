"""Real runs on a person's own files, and one whose data cannot be had."""

import socket
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.devices.inventory import read_inventory
from engine.launcher.data_preparation import prepare_data
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.planning import plan_run
from engine.record.events import RankFailure, RunState, StateChanged, read_events
from engine.record.folder import RunFolder, create_run
from engine.record.series import read_points
from engine.record.status import RunStatus
from engine.spec import ArraysSpec, AugmentSpec, CsvSpec, DevicesSpec, ImageFolderSpec, MnistSpec, RunSpec
from tests.engine.data.files import write_pictures
from tests.engine.data.test_well_known import idx_files, put
from tests.engine.data.web import Site, serve
from tests.engine.plan.machines import machine
from tests.running import small_spec, wait_for_end


def run(loom: Loom, runs_dir: Path, data: Any, **spec: Any) -> tuple[RunFolder, RunStatus]:
    asked = small_spec(**({"micro_batch_size": 4, "max_steps": 12} | spec)).model_copy(update={"data": data})
    folder = start_run(loom, runs_dir, asked, read_inventory())
    return folder, wait_for_end(folder)


def losses(folder: RunFolder) -> list[float]:
    found: list[float] = read_points(folder.series_path("train", "loss"))["value"].tolist()
    return found


@pytest.fixture(name="own")
def own_fixture(tmp_path: Path) -> dict[str, Any]:
    write_pictures(tmp_path / "pictures", {"cat": 20, "dog": 20})
    rows = np.random.default_rng(0).standard_normal((40, 3)).astype(np.float32)
    np.savez(tmp_path / "a.npz", inputs=rows, targets=np.arange(40) % 3)
    lines = [f"{number},{number % 2}" for number in range(40)]
    (tmp_path / "a.csv").write_text("\n".join(["x,k", *lines]))
    put(tmp_path / "mnist", idx_files())
    changes = AugmentSpec(crop_padding=1, flip=True, policy="trivial", erasing=0.3)
    return {
        "pictures": ImageFolderSpec(folder=str(tmp_path / "pictures"), size=8, augment=changes),
        "arrays": ArraysSpec(file=str(tmp_path / "a.npz")),
        "csv": CsvSpec(file=str(tmp_path / "a.csv")),
        "mnist": MnistSpec(folder=str(tmp_path / "mnist"), augment=AugmentSpec(crop_padding=2)),
    }


@pytest.mark.parametrize("name", ["pictures", "arrays", "csv", "mnist"])
def test_that_two_slices_train_on_a_persons_own_files(
    loom: Loom, runs_dir: Path, own: dict[str, Any], name: str
) -> None:
    folder, status = run(loom, runs_dir, own[name])
    assert status.state is RunState.COMPLETED, status.failure
    assert len(losses(folder)) == 12


def test_that_changed_pictures_are_the_same_training_on_one_slice_as_on_two_with_workers(
    loom: Loom, runs_dir: Path, own: dict[str, Any]
) -> None:
    alone, status = run(
        loom, runs_dir, own["pictures"], strategy="single", devices=1, micro_batch_size=8, precision="fp64"
    )
    assert status.state is RunState.COMPLETED, status.failure
    both, _ = run(loom, runs_dir, own["pictures"], precision="fp64", data_workers=1)
    assert losses(both) == pytest.approx(losses(alone), rel=1e-12)


def test_that_changed_pictures_go_on_bit_by_bit_after_a_resume(
    loom: Loom, runs_dir: Path, own: dict[str, Any]
) -> None:
    whole, _ = run(loom, runs_dir, own["pictures"], data_workers=1)
    folder, status = run(loom, runs_dir, own["pictures"], max_steps=5)
    assert status.state is RunState.COMPLETED, status.failure
    resume_run(loom, folder, {"training.max_steps": 12})
    assert wait_for_end(folder).state is RunState.COMPLETED
    assert losses(folder) == losses(whole)


def test_that_a_run_whose_data_cannot_be_had_says_so(loom: Loom, runs_dir: Path, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch, socket.socket() as taken:
        patch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
        taken.bind(("127.0.0.1", 0))
        mirror = f"http://127.0.0.1:{taken.getsockname()[1]}"
        folder, status = run(loom, runs_dir, MnistSpec(mirror=mirror))
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert status.failure.diagnosis == "data"
    assert "train-images-idx3-ubyte.gz could not be downloaded" in status.failure.sentence
    assert "Check the connection" in status.failure.mend
    assert len([event for event in read_events(folder) if isinstance(event, RankFailure)]) == 1


def test_that_a_changed_file_fails_the_run_instead_of_training_on_other_samples(
    loom: Loom, runs_dir: Path, own: dict[str, Any]
) -> None:
    spec = small_spec(micro_batch_size=4).model_copy(update={"data": own["mnist"]})
    plan = plan_run(spec, read_inventory()).plan
    assert plan is not None
    fewer = plan.facts.model_copy(update={"num_train": plan.facts.num_train - 1})
    folder = create_run(runs_dir, spec, plan.model_copy(update={"facts": fewer}))
    loom.start_run(folder)
    status = wait_for_end(folder)
    assert status.state is RunState.FAILED
    assert status.failure is not None
    assert "The data have changed: there were 24 training" in status.failure.sentence


def test_that_a_download_is_told_and_can_be_given_up(
    runs_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("engine.data.download._TOLD_SECONDS", 0.0)
    content = struct.pack(">4I", 0x803, 1, 28, 28) + bytes(200_000)
    with serve(Site({"train-images-idx3-ubyte.gz": content})) as site:
        spec = RunSpec(data=MnistSpec(mirror=site.address), devices=DevicesSpec(count=1))
        plan = plan_run(spec, machine()).plan
        assert plan is not None
        folder = create_run(runs_dir, spec, plan)
        assert prepare_data(folder, 1, spec, lambda: False) is False
    told = [event.sentence for event in read_events(folder) if isinstance(event, StateChanged)]
    assert told[-1].startswith("Downloading train-images-idx3-ubyte.gz: 0.1 of 0.2 MB")
