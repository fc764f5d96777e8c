from pathlib import Path

import torch

from engine.brought.copies import changed_originals, collect_copies, use_copies
from engine.data import data_for
from engine.models import model_for
from engine.planning import plan_run
from engine.record.folder import RunFolder, create_run
from tests.engine.brought.files import MACHINE, spec_of, write

TEXT = """
import torch
from torch import nn
from inner.sizes import SIZE

def build_model(in_features: int, num_classes: int):
    return nn.Sequential(nn.Flatten(), nn.Linear(in_features, SIZE), nn.Linear(SIZE, num_classes))

def build_data():
    from pathlib import Path
    count = int(Path(__file__).with_name("count.txt").read_text())
    return (torch.rand(count, 3), torch.arange(count) % 2), (torch.rand(4, 3), torch.arange(4) % 2)
"""


def began(folder: Path, runs: Path) -> tuple[Path, RunFolder]:
    """A file with modules beside it, and a run that began with it."""
    write(folder, "from .more import SIZE\n", "inner/sizes.py")
    write(folder, "", "inner/__init__.py")
    write(folder, "SIZE = 6\n", "inner/more.py")
    write(folder, "raise SystemExit\n", "unrelated.py")
    write(folder, "12", "count.txt")
    path = write(folder, TEXT)
    spec = spec_of(path, path)
    plan = plan_run(spec, MACHINE).plan
    assert plan is not None
    return path, create_run(runs, spec, plan, collect_copies(spec))


def test_that_a_run_keeps_what_it_began_with_and_says_what_changed(tmp_path: Path, runs_dir: Path) -> None:
    path, folder = began(tmp_path / "own", runs_dir)
    place = folder.artifacts_dir / "brought"
    copied = sorted(file.relative_to(place).as_posix() for file in place.rglob("*.*"))
    inner = ["0/inner/__init__.py", "0/inner/more.py", "0/inner/sizes.py"]
    assert copied == ["0/brought.py", *inner, "brought.json"]
    assert not list(changed_originals(folder))
    write(path.parent, "SIZE = 60\n", "inner/more.py")
    path.unlink()
    spec = use_copies(folder.read_spec(), folder)
    facts = folder.read_plan().facts
    module = model_for(spec).build(spec, facts)
    assert next(module.parameters()).shape == (6, 3)
    train, _ = data_for(spec).load(spec)
    assert len(train) == 12  # what lies beside the original is still found there
    words = [note.sentence for note in changed_originals(folder)]
    assert words == [
        f"{path} is gone since the run began.",
        f"{path.parent / 'inner' / 'more.py'} has changed since the run began.",
    ]
    assert torch.is_tensor(train[0][0])
