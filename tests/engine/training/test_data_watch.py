"""A rank that waits for its data more than it computes says so once, with the workers that would mend it."""

from pathlib import Path

import pytest

from engine.devices.inventory import read_inventory
from engine.launcher.start import start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState, Warned, read_events
from engine.spec import SyntheticImagesSpec
from engine.training.data_watch import DataWait, DataWatch
from engine.training.meters import StepSeconds
from tests.running import small_spec, wait_for_end


def steps(count: int, *, data: float, compute: float) -> list[StepSeconds]:
    return [StepSeconds(data + compute, data, compute, 0.0, 0.0, 0.0, 0.0)] * count


def told(workers: int, cores: int, *, data: float, compute: float) -> DataWait:
    watch = DataWatch(workers, num_cores=cores)
    wait = watch.add(steps(60, data=data, compute=compute))
    assert wait is not None
    assert watch.add(steps(100, data=data, compute=compute)) is None
    return wait


def test_that_a_rank_that_computes_more_than_it_waits_says_nothing() -> None:
    assert DataWatch(0, num_cores=8).add(steps(1000, data=0.5, compute=0.5)) is None


def test_that_the_first_steps_and_single_slow_batches_do_not_count() -> None:
    watch = DataWatch(0, num_cores=8)
    assert watch.add(steps(10, data=9.0, compute=0.1)) is None
    assert watch.add(steps(49, data=0.1, compute=0.2)) is None
    assert watch.add(steps(1, data=4.0, compute=0.2)) is None
    assert watch.add(steps(49, data=0.3, compute=0.1)) is not None


@pytest.mark.parametrize(
    ("workers", "data", "compute", "needed"),
    [(0, 0.3, 0.1, 3), (0, 0.25, 0.1, 3), (1, 0.3, 0.1, 4), (2, 0.15, 0.1, 5)],
)
def test_that_the_workers_that_would_mend_it_are_named(
    workers: int, data: float, compute: float, needed: int
) -> None:
    """A worker that takes 0.4 s for the batch of a step of 0.1 s needs three more beside it."""
    wait = told(workers, 8, data=data, compute=compute)
    assert wait.mend == f"Set training.data_workers to {needed}; it is {workers} now."
    assert f"{data / (data + compute):.0%} of the time: {data * 1000:.1f} ms of each step" in wait.sentence


def test_that_more_workers_than_cores_are_not_proposed() -> None:
    wait = told(0, 2, data=0.3, compute=0.1)
    assert wait.mend.startswith("About 3 data workers would keep up, more than its 2 cores carry")
    assert "About 1,000 data workers" in told(0, 2, data=0.9999, compute=0.001).mend


def test_that_a_run_that_waits_for_its_data_is_warned_once(loom: Loom, runs_dir: Path) -> None:
    data = SyntheticImagesSpec(size=64, num_train=4096, num_test=4)
    asked = small_spec(micro_batch_size=64, max_steps=90).model_copy(update={"data": data})
    folder = start_run(loom, runs_dir, asked, read_inventory())
    assert wait_for_end(folder, timeout=100).state is RunState.COMPLETED
    (warning,) = [event for event in read_events(folder) if isinstance(event, Warned)]
    assert "waited for its data" in warning.sentence
    assert warning.rank in (0, 1)
