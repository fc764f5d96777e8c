from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.exit_codes import REFUSED
from engine.devices.inventory import read_inventory
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState, Warned, read_events
from engine.spec import DevicesSpec, FsdpSpec, RunSpec
from tests.engine.brought.files import TWO_STREAMS, spec_of, write
from tests.running import loom_fixture, wait_for_end

__all__ = ["loom_fixture"]

TEXT = """
import torch
from torch import nn
from beside import WIDTH

def build_model(in_features: int, num_classes: int):
    print("building")
    up = nn.Linear(in_features, WIDTH)
    return nn.Sequential(nn.Flatten(), up, nn.ReLU(), nn.Linear(WIDTH, num_classes))

class Part(torch.utils.data.Dataset):
    targets = [0, 1, 2] * 16

    def __init__(self, breaks: bool):
        self.breaks = breaks

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, index: int):
        if self.breaks and index == 20:
            raise KeyError("twenty")
        return torch.full((2, 3), index / 48), self.targets[index]

def build_data(breaks: bool = False):
    return Part(breaks), Part(False)
"""


def own_spec(folder: Path, **arguments: object) -> RunSpec:
    write(folder, "WIDTH = 6\n", "beside.py")
    path = write(folder, TEXT)
    spec = spec_of(path, path).model_copy(update={"devices": DevicesSpec(count=2), "strategy": FsdpSpec()})
    return spec.model_copy(update={"data": spec.data.model_copy(update={"arguments": arguments})})


def test_that_a_run_of_a_persons_own_goes_on_with_its_copy(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    folder = start_run(loom, runs_dir, own_spec(tmp_path), read_inventory())
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    assert "building" in folder.log_path(1).read_text()
    write(tmp_path, "WIDTH = 7\n", "beside.py")
    resume_run(loom, folder, {"training.max_steps": 6})
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    assert status.finished is not None and status.finished.steps == 6
    warned = [event.sentence for event in read_events(folder) if isinstance(event, Warned)]
    assert f"{tmp_path / 'beside.py'} has changed since the run began." in warned
    own = write(tmp_path, TWO_STREAMS.read_text().replace("    carried = None\n", ""), "own/lanes.py")
    together = {"strategy.kind": "custom", "strategy.path": str(own), "training.max_steps": 8}
    resume_run(loom, folder, together)
    assert wait_for_end(folder).state is RunState.COMPLETED
    own.unlink()
    resume_run(loom, folder, {"training.max_steps": 9})
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    assert status.finished is not None and status.finished.steps == 9


def test_that_what_stops_in_a_rank_is_told_with_file_and_line(
    loom: Loom, runs_dir: Path, tmp_path: Path
) -> None:
    folder = start_run(loom, runs_dir, own_spec(tmp_path, breaks=True), read_inventory())
    failure = wait_for_end(folder).failure
    assert failure is not None
    assert failure.sentence.endswith("Sample 20 stopped at brought.py, line 22: KeyError: 'twenty'.")
    assert 'raise KeyError("twenty")' in folder.log_path(failure.rank or 0).read_text()


def test_that_the_command_line_names_the_line_of_an_argument(
    tmp_path: Path, runs_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, TEXT.replace("in_features: int,", "in_features: int, width: int = 3, *,"))
    text = f'[model]\nkind = "file"\npath = "{path}"\n[model.arguments]\nwidth = "wide"\n'
    assert main(["run", str(write(tmp_path, text, "spec.toml"))]) == REFUSED
    told = capsys.readouterr().err
    assert 'line 5: model.arguments.width: "wide" is not a whole number. Give a whole number.' in told
