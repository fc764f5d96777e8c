"""Real runs: steered, resumed bit by bit, limited, watched."""

from pathlib import Path

import numpy as np
import pytest

from engine.devices.inventory import read_inventory
from engine.launcher.start import resume_run, start_run
from engine.launcher.steer import send
from engine.launcher.warm import Loom
from engine.record.events import (
    CheckpointSaved,
    CommandObeyed,
    Evaluated,
    Event,
    Progress,
    RunState,
    StateChanged,
    Warned,
    read_events,
)
from engine.record.folder import RunFolder
from engine.spec import CosineSpec, DdpSpec, SgdSpec
from tests.outcome import values, weights
from tests.running import (
    ENDLESS,
    small_spec,
    start_small,
    wait_for_end,
    wait_for_first_step,
    wait_for_state,
    wait_for_step,
)
from tests.waiting import wait_until

PARTS = ("data", "forward", "backward", "communication", "optimizer", "rest")


def told(folder: RunFolder, kind: type[Event]) -> list[Event]:
    return [event for event in read_events(folder) if isinstance(event, kind)]


HARD = {
    "shuffle": True,
    "clip_gradient_norm": 0.5,
    "grad_accum_steps": 2,
    "schedule": CosineSpec(warmup_steps=5),
    "evaluate_every_epochs": 1,
}


@pytest.mark.parametrize(
    ("strategy", "devices", "workers"),
    [
        ("single", 1, 0),
        ("ddp", 2, 1),
        ("data_parallel", 2, 0),
        pytest.param("single", 1, 1, marks=pytest.mark.slow),
        pytest.param("ddp", 2, 0, marks=pytest.mark.slow),
        pytest.param("data_parallel", 2, 1, marks=pytest.mark.slow),
        pytest.param("model_parallel", 2, 0, marks=pytest.mark.slow),
        pytest.param("model_parallel", 2, 1, marks=pytest.mark.slow),
    ],
)
def test_that_a_resumed_run_ends_bit_by_bit_as_one_never_stopped(
    loom: Loom, runs_dir: Path, strategy: str, devices: int, workers: int
) -> None:
    kind = {"strategy": strategy, "devices": devices, "data_workers": workers, **HARD}
    whole = start_small(loom, runs_dir, max_steps=70, **kind)
    assert wait_for_end(whole).state is RunState.COMPLETED
    parts = start_small(loom, runs_dir, max_steps=70, checkpoint_every_steps=33, **kind)
    assert wait_for_end(parts).state is RunState.COMPLETED
    for entry in parts.checkpoints():
        if entry.step != 33:
            entry.path.rename(parts.path / f"put-away-{entry.name}")
    resume_run(loom, parts, {})
    status = wait_for_end(parts)
    assert (status.state, status.attempt) == (RunState.COMPLETED, 2)
    for metric in ("loss", "accuracy", "learning_rate", "gradient_norm"):
        assert values(parts, "train", metric) == values(whole, "train", metric)
    assert len(values(whole, "train", "loss")) == 70
    for metric in ("loss", "accuracy"):
        assert values(parts, "eval", metric) == values(whole, "eval", metric)
    assert weights(parts) == weights(whole)


@pytest.mark.slow
def test_that_a_run_with_powersgd_goes_on_bit_by_bit(loom: Loom, runs_dir: Path) -> None:
    """Checkpoints before and after it begins to compress, which it does over several buckets."""
    strategy = DdpSpec(gradient_compression="powersgd", powersgd_start_step=10, bucket_megabytes=0.001)
    spec = small_spec(max_steps=40, checkpoint_every_steps=8, keep_checkpoints=9)
    spec = spec.model_copy(update={"strategy": strategy})
    whole = start_run(loom, runs_dir, spec, read_inventory())
    assert wait_for_end(whole).state is RunState.COMPLETED
    for step in (8, 24):
        parts = start_run(loom, runs_dir, spec, read_inventory())
        assert wait_for_end(parts).state is RunState.COMPLETED
        for entry in parts.checkpoints():
            if entry.step != step:
                entry.path.rename(parts.path / f"put-away-{entry.name}")
        resume_run(loom, parts, {})
        assert wait_for_end(parts).state is RunState.COMPLETED
        assert values(parts, "train", "loss") == values(whole, "train", "loss")
        assert weights(parts) == weights(whole)


def test_that_a_stopped_run_goes_on_bit_by_bit(loom: Loom, runs_dir: Path) -> None:
    stopped = start_small(loom, runs_dir, model="cnn", max_steps=ENDLESS)
    wait_for_step(stopped, 15)
    send(stopped, "stop")
    status = wait_for_end(stopped)
    assert status.state is RunState.STOPPED
    checkpoint = stopped.latest_checkpoint()
    assert checkpoint is not None
    assert status.finished is not None
    assert status.finished.steps == checkpoint.step == max(values(stopped, "train", "loss"))
    states = [event.state for event in told(stopped, StateChanged)]
    assert states[-3:] == [RunState.RUNNING, RunState.STOPPING, RunState.STOPPED]
    (obeyed,) = told(stopped, CommandObeyed)
    assert (obeyed.action, obeyed.step) == ("stop", checkpoint.step)
    last = checkpoint.step + 10
    resume_run(loom, stopped, {"training.max_steps": last})
    assert wait_for_end(stopped).state is RunState.COMPLETED
    whole = start_small(loom, runs_dir, model="cnn", max_steps=last)
    wait_for_end(whole)
    assert values(stopped, "train", "loss") == values(whole, "train", "loss")


def test_that_a_resume_at_the_limit_completes_at_once(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=10)
    first = wait_for_end(folder).finished
    resume_run(loom, folder, {})
    status = wait_for_end(folder)
    assert (status.state, status.attempt) == (RunState.COMPLETED, 2)
    assert first is not None and status.finished is not None
    for name in ("steps", "epochs", "train_loss", "eval_loss", "eval_accuracy"):
        assert getattr(status.finished, name) == getattr(first, name)
    assert len(told(folder, Evaluated)) == 1
    assert len(told(folder, CheckpointSaved)) == 1


def test_that_a_paused_run_stands_still_obeys_and_goes_on(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    send(folder, "pause")
    wait_for_state(folder, RunState.PAUSED)
    paused = told(folder, StateChanged)[-1].step
    send(folder, "evaluate")
    send(folder, "checkpoint")
    wait_until(lambda: len(told(folder, CommandObeyed)) == 3, what="three commands to be obeyed")
    assert told(folder, Evaluated)[-1].step == paused
    saved = told(folder, CheckpointSaved)[-1]
    assert (saved.step, saved.reason) == (paused, "asked")
    assert max(values(folder, "train", "loss")) == paused
    send(folder, "continue")
    wait_for_state(folder, RunState.RUNNING)
    wait_for_step(folder, paused + 5)
    send(folder, "stop")
    assert wait_for_end(folder).state is RunState.STOPPED
    steps = [event.step for event in told(folder, CommandObeyed)]
    assert steps[:4] == [paused] * 4
    assert told(folder, CheckpointSaved)[-1].reason == "stop"


def test_that_a_stop_is_obeyed_while_paused(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=ENDLESS)
    wait_for_first_step(folder)
    send(folder, "pause")
    wait_for_state(folder, RunState.PAUSED)
    send(folder, "stop")
    assert wait_for_end(folder).state is RunState.STOPPED
    assert folder.latest_checkpoint() is not None


def test_that_phases_add_up_to_the_step_on_every_rank(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=30)
    wait_for_end(folder)
    for rank in (0, 1):
        step = values(folder, f"rank-{rank}", "step_seconds")
        assert sorted(step) == list(range(1, 31))
        parts = [values(folder, f"rank-{rank}", f"{part}_seconds") for part in PARTS]
        sums = [sum(part[number] for part in parts) for number in step]
        assert np.allclose(sums, list(step.values()), rtol=1e-12, atol=0)
        assert all(value >= 0 for part in parts[:-1] for value in part.values())
        assert max(values(folder, f"rank-{rank}", "memory_peak_bytes").values()) > 1e6


def test_that_training_loss_is_the_mean_over_the_global_batch(loom: Loom, runs_dir: Path) -> None:
    alone = start_small(
        loom, runs_dir, strategy="single", devices=1, max_steps=20, precision="fp64", micro_batch_size=32
    )
    both = start_small(loom, runs_dir, max_steps=20, precision="fp64", micro_batch_size=16)
    wait_for_end(alone)
    wait_for_end(both)
    one, other = values(alone, "train", "loss"), values(both, "train", "loss")
    assert one.keys() == other.keys()
    assert np.allclose(list(one.values()), list(other.values()), rtol=1e-12, atol=0)


def test_that_each_epoch_is_evaluated_and_the_short_last_batch_is_trained(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=None, max_epochs=2, micro_batch_size=100)
    status = wait_for_end(folder)
    per_epoch = folder.read_plan().batch.steps_per_epoch
    assert [event.step for event in told(folder, Evaluated)] == [per_epoch, 2 * per_epoch]
    assert all(event.num_samples == folder.read_plan().facts.num_test for event in told(folder, Evaluated))
    assert status.finished is not None
    assert (status.finished.epochs, status.finished.eval_loss) == (2.0, told(folder, Evaluated)[-1].loss)
    first, *epochs = told(folder, Progress)
    assert (first.what, first.step) == ("first_step", 1)
    assert first.seconds == status.finished.start_to_first_step_seconds
    assert all(event.step == event.epoch * per_epoch for event in epochs)


def test_that_a_time_limit_ends_a_run_in_order(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, max_steps=None, max_seconds=0.3)
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED
    assert status.finished is not None
    assert status.finished.extra["ended_by"] == "time"
    assert status.finished.extra["training_seconds"] >= 0.3
    assert folder.latest_checkpoint() is not None


def test_that_a_run_that_no_longer_improves_stops_early(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(
        loom,
        runs_dir,
        max_steps=None,
        max_epochs=1000,
        early_stop_evaluations=2,
        optimizer=SgdSpec(learning_rate=20.0),
    )
    status = wait_for_end(folder)
    assert status.finished is not None
    assert status.finished.extra["ended_by"] == "early_stop"
    losses = [event.loss for event in told(folder, Evaluated)]
    assert losses.index(min(losses)) == len(losses) - 3


def test_that_a_loss_that_is_not_finite_is_warned_of_once_where_asked_to_go_on(
    loom: Loom, runs_dir: Path
) -> None:
    folder = start_small(
        loom,
        runs_dir,
        max_steps=40,
        non_finite_loss="continue",
        optimizer=SgdSpec(learning_rate=1000.0, weight_decay=10.0),
    )
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED
    (warning,) = told(folder, Warned)
    assert "step" in warning.sentence
    assert len(values(folder, "train", "loss")) == 40


@pytest.mark.parametrize(
    ("precision", "clip"),
    [
        ("bf16", None),
        ("fp16", 1.0),
        *(pytest.param(*one, marks=pytest.mark.slow) for one in (("bf16", 1.0), ("fp16", None))),
    ],
)
def test_that_half_precision_trains_and_goes_on(
    loom: Loom, runs_dir: Path, precision: str, clip: float | None
) -> None:
    folder = start_small(loom, runs_dir, max_steps=10, precision=precision, clip_gradient_norm=clip)
    assert wait_for_end(folder).state is RunState.COMPLETED
    resume_run(loom, folder, {"training.max_steps": 15})
    assert wait_for_end(folder).state is RunState.COMPLETED
    assert sorted(values(folder, "train", "loss")) == list(range(1, 16))


def test_that_a_single_ddp_rank_trains(loom: Loom, runs_dir: Path) -> None:
    folder = start_small(loom, runs_dir, devices=1, max_steps=5)
    assert wait_for_end(folder).state is RunState.COMPLETED
