"""What is saved on one mesh goes on under any other as if a single device had never stopped, in fp64."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.distributed as dist
from torch import Tensor
from torch.distributed.distributed_c10d import _get_default_group

from engine.export.weights import export_weights
from engine.layers.safetensors_file import read_safetensors
from engine.record.folder import RunFolder
from engine.spec import (
    AdamWSpec,
    CosineSpec,
    CustomSpec,
    DataParallelSpec,
    DdpSpec,
    DevicesSpec,
    FileModelSpec,
    FsdpSpec,
    HsdpSpec,
    MeshSpec,
    ModelParallelSpec,
    ModelSpec,
    PipelineSpec,
    RunSpec,
    SgdSpec,
    SingleSpec,
    StrategySpec,
    SyntheticImagesSpec,
    TensorParallelSpec,
    TrainingSpec,
    VitSpec,
    ZeroSpec,
)
from engine.strategies import strategy_for
from engine.training.checkpoint import Checkpoints
from engine.training.peers import Peers
from engine.training.state import TrainingState
from tests.engine.brought.files import TWO_STREAMS
from tests.engine.parallel import own_strategy, plain_model
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import Trained, Training, plan_of, train
from tests.engine.parallel.workload import CPU

BEFORE, AFTER = 4, 4
"""Steps before the checkpoint and after it; an epoch has three, the last of 5 samples."""
SAMPLES = 16
TOLERANCE = 1e-12
VIT = VitSpec(patch=4, width=16, depth=3, heads=4)
BROUGHT = FileModelSpec(path=plain_model.__file__, function="Plain")


@dataclass(frozen=True, slots=True)
class Way:
    """A strategy on so many devices."""

    strategy: StrategySpec
    devices: int
    model: ModelSpec = VIT

    def spec(self, **training: Any) -> RunSpec:
        """The same training, divided like this."""
        spec = RunSpec(strategy=self.strategy)
        degree = strategy_for(spec).mesh(spec, self.devices).data_parallel_degree
        options: dict[str, Any] = {
            "precision": "fp64",
            "clip_gradient_norm": 0.5,
            "schedule": CosineSpec(warmup_steps=2),
            "micro_batch_size": SAMPLES // degree,
            "optimizer": AdamWSpec(),
        }
        return RunSpec(
            devices=DevicesSpec(count=self.devices),
            strategy=self.strategy,
            model=self.model,
            data=SyntheticImagesSpec(num_train=2 * SAMPLES + 5, num_test=8, size=8, channels=1),
            training=TrainingSpec(**(options | training)),
        )


ALONE = Way(SingleSpec(), 1)
TWO: dict[str, Way] = {
    "single": ALONE,
    "data-parallel": Way(DataParallelSpec(), 2),
    "ddp": Way(DdpSpec(), 2),
    "zero": Way(ZeroSpec(), 2),
    "fsdp": Way(FsdpSpec(), 2),
    "hsdp": Way(HsdpSpec(replicas=2), 2),
    "tensor": Way(TensorParallelSpec(), 2),
    "pipeline": Way(PipelineSpec(), 2),
    "interleaved": Way(PipelineSpec(schedule="interleaved_1f1b"), 2),
    "mesh": Way(MeshSpec(shard=2), 2),
    "model-parallel": Way(ModelParallelSpec(chunks=2), 2),
    "own-in-one-process": Way(CustomSpec(path=str(TWO_STREAMS)), 2),
    "own-with-ranks": Way(CustomSpec(path=own_strategy.__file__), 2),
}
FOUR: dict[str, Way] = {
    "ddp": Way(DdpSpec(), 4),
    "zero": Way(ZeroSpec(), 4),
    "fsdp": Way(FsdpSpec(), 4),
    "hsdp": Way(HsdpSpec(replicas=2), 4),
    "tensor": Way(TensorParallelSpec(), 4),
    "pipeline": Way(PipelineSpec(), 4),
    "shard-tensor": Way(MeshSpec(shard=2, tensor=2), 4),
    "pipeline-shard": Way(MeshSpec(pipeline=2, shard=2), 4),
    "pipeline-tensor": Way(MeshSpec(pipeline=2, tensor=2), 4),
}
NEXT = dict(zip(TWO, [*list(TWO)[1:], "single"], strict=True))
"""A ring: each is gone on from, and goes on."""


def checkpoints(rank: int, training: Training, path: str) -> Checkpoints:
    """Of all ranks, or of a rank that trains alone."""
    alone = training.plan.world_size == 1
    peers = Peers(0, 1, None) if alone else Peers(rank, dist.get_world_size(), _get_default_group())
    return Checkpoints(
        RunFolder(Path(path)),
        peers,
        training.step.module,
        training.optimizer,
        CPU,
        3,
        training.average,
        training.step.carried,
        training.plan.mesh,
    )


def looks_on(rank: int, spec: RunSpec) -> bool:
    """Whether another rank does it alone."""
    return rank > 0 and plan_of(spec).world_size == 1


def save_after(rank: int, spec: RunSpec, path: str) -> None:
    """Train and leave a checkpoint."""
    if looks_on(rank, spec):
        return
    training = Training(rank, spec)
    training.take_steps(0, BEFORE)
    checkpoints(rank, training, path).save(TrainingState(step=BEFORE))


def go_on(rank: int, spec: RunSpec, path: str) -> Trained | None:
    """Load the checkpoint and train on; None where it looks on."""
    if looks_on(rank, spec):
        return None
    training = Training(rank, spec)
    loaded = checkpoints(rank, training, path).load(f"step-{BEFORE:08d}")
    return training.take_steps(loaded.state.step, AFTER)


def assert_goes_on(ranks: Ranks, path: Path, way: Way, alone: Trained, **training: Any) -> None:
    """Under this way the checkpoint goes on as the single device that never stopped."""
    found = [one for one in ranks.run(go_on, way.spec(**training), str(path)) if one is not None]
    losses = np.sum([one.loss_sums for one in found], axis=0)
    departure = np.abs(losses / np.array(alone.loss_sums[BEFORE:]) - 1).max()
    assert departure <= TOLERANCE, (way, departure)
    for one in found:
        assert one.norms == pytest.approx(alone.norms[BEFORE:], rel=TOLERANCE), way
    spoken = [one.test_loss for one in found if one.test_loss]
    assert spoken == pytest.approx([alone.test_loss] * len(spoken), rel=TOLERANCE), way
    assert spoken, way


def saved(ranks: Ranks, path: Path, way: Way, **training: Any) -> Path:
    """A run folder with a checkpoint of this way."""
    RunFolder(path).checkpoints_dir.mkdir(parents=True)
    ranks.run(save_after, way.spec(**training), str(path))
    return path


def never_stopped(ranks: Ranks, way: Way = ALONE, **training: Any) -> Trained:
    """What a single device comes to."""
    return ranks.run(train, way.spec(**training), BEFORE + AFTER)[0]


@pytest.fixture(scope="module", name="alone")
def alone_fixture(ranks: Ranks) -> Trained:
    return never_stopped(ranks)


@pytest.fixture(name="fresh_ranks")
def fresh_ranks_fixture(tmp_path: Path) -> Iterator[Ranks]:
    """Of one test alone: every job leaves groups behind, and hundreds of them take the machine's time."""
    pair = Ranks(tmp_path / "two")
    yield pair
    pair.close()


@pytest.fixture(name="fresh_four")
def fresh_four_fixture(tmp_path: Path) -> Iterator[Ranks]:
    four = Ranks(tmp_path / "four", 4)
    yield four
    four.close()


@pytest.mark.parametrize("before", TWO)
def test_that_a_checkpoint_goes_on_under_the_next_strategy_and_on_one_device(
    ranks: Ranks, tmp_path: Path, alone: Trained, before: str
) -> None:
    path = saved(ranks, tmp_path / "run", TWO[before])
    for after in dict.fromkeys(("single", NEXT[before])):
        assert_goes_on(ranks, path, TWO[after], alone)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("before", TWO)
def test_that_every_checkpoint_goes_on_under_every_strategy(
    fresh_ranks: Ranks, tmp_path: Path, before: str
) -> None:
    alone = never_stopped(fresh_ranks)
    path = saved(fresh_ranks, tmp_path / "run", TWO[before])
    for way in TWO.values():
        assert_goes_on(fresh_ranks, path, way, alone)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("before", FOUR)
def test_that_every_checkpoint_of_four_ranks_goes_on_on_four_two_and_one(
    fresh_four: Ranks, fresh_ranks: Ranks, tmp_path: Path, before: str
) -> None:
    alone = never_stopped(fresh_ranks)
    path = saved(fresh_four, tmp_path / "run", FOUR[before])
    for way in FOUR.values():
        assert_goes_on(fresh_four, path, way, alone)
    for way in TWO.values():
        assert_goes_on(fresh_ranks, path, way, alone)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("before", TWO)
def test_that_every_checkpoint_of_two_ranks_goes_on_on_four(
    fresh_four: Ranks, fresh_ranks: Ranks, tmp_path: Path, before: str
) -> None:
    alone = never_stopped(fresh_ranks)
    path = saved(fresh_ranks, tmp_path / "run", TWO[before])
    for way in FOUR.values():
        assert_goes_on(fresh_four, path, way, alone)


def brought(ways: dict[str, Way]) -> dict[str, Way]:
    """The same with a person's own model."""
    return {name: replace(way, model=BROUGHT) for name, way in ways.items()}


def test_that_a_persons_own_model_goes_on_under_other_strategies(ranks: Ranks, tmp_path: Path) -> None:
    ways = brought(TWO)
    alone = never_stopped(ranks, ways["single"])
    path = saved(ranks, tmp_path / "run", ways["fsdp"])
    for after in ("tensor", "pipeline", "model-parallel"):
        assert_goes_on(ranks, path, ways[after], alone)
    path = saved(ranks, tmp_path / "staged", ways["pipeline"])
    assert_goes_on(ranks, path, ways["fsdp"], alone)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("before", TWO)
def test_that_a_persons_own_model_goes_on_under_every_strategy(
    fresh_ranks: Ranks, tmp_path: Path, before: str
) -> None:
    ways = brought(TWO)
    alone = never_stopped(fresh_ranks, ways["single"])
    path = saved(fresh_ranks, tmp_path / "run", ways[before])
    for way in ways.values():
        assert_goes_on(fresh_ranks, path, way, alone)


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("before", FOUR)
def test_that_a_persons_own_model_of_four_ranks_goes_on_on_four_two_and_one(
    fresh_four: Ranks, fresh_ranks: Ranks, tmp_path: Path, before: str
) -> None:
    two, four = brought(TWO), brought(FOUR)
    alone = never_stopped(fresh_ranks, two["single"])
    path = saved(fresh_four, tmp_path / "run", four[before])
    for way in four.values():
        assert_goes_on(fresh_four, path, way, alone)
    for way in two.values():
        assert_goes_on(fresh_ranks, path, way, alone)


FUSED = BROUGHT.model_copy(update={"arguments": {"fused": True}})


def test_that_a_single_layer_for_query_key_and_value_is_one_in_every_checkpoint(
    ranks: Ranks, tmp_path: Path
) -> None:
    ways = {name: replace(TWO[name], model=FUSED) for name in ("single", "tensor", "fsdp")}
    average = {"ema_decay": 0.9}
    alone = never_stopped(ranks, ways["single"], **average)
    path = saved(ranks, tmp_path / "divided", ways["tensor"], **average)
    for after in ways.values():
        assert_goes_on(ranks, path, after, alone, **average)
    wanted = exported(saved(ranks, tmp_path / "whole", ways["single"], **average))
    found = exported(path)
    assert found.keys() == wanted.keys()
    assert found["rows.all_three.weight"].shape == (24, 8)
    for name, tensor in wanted.items():
        torch.testing.assert_close(found[name], tensor, rtol=TOLERANCE, atol=TOLERANCE)
    assert_goes_on(ranks, tmp_path / "whole", ways["tensor"], alone, **average)


@pytest.mark.slow
def test_that_a_single_layer_for_query_key_and_value_goes_on_from_four_to_two(
    fresh_four: Ranks, fresh_ranks: Ranks, tmp_path: Path
) -> None:
    two = {name: replace(TWO[name], model=FUSED) for name in ("single", "tensor", "fsdp")}
    alone = never_stopped(fresh_ranks, two["single"])
    path = saved(fresh_four, tmp_path / "run", replace(FOUR["shard-tensor"], model=FUSED))
    for way in two.values():
        assert_goes_on(fresh_ranks, path, way, alone)
    path = saved(fresh_ranks, tmp_path / "tensor", two["tensor"])
    for name in ("shard-tensor", "pipeline-tensor"):
        assert_goes_on(fresh_four, path, replace(FOUR[name], model=FUSED), alone)


@pytest.mark.slow
def test_that_two_ranks_go_on_from_four(
    four_ranks: Ranks, ranks: Ranks, tmp_path: Path, alone: Trained
) -> None:
    path = saved(four_ranks, tmp_path / "four", FOUR["shard-tensor"])
    assert_goes_on(ranks, path, TWO["zero"], alone)


def test_that_momentum_goes_on_too(ranks: Ranks, tmp_path: Path) -> None:
    momentum = {"optimizer": SgdSpec(momentum=0.9)}
    path = saved(ranks, tmp_path / "run", TWO["zero"], **momentum)
    one = never_stopped(ranks, **momentum)
    for after in ("fsdp", "pipeline"):
        assert_goes_on(ranks, path, TWO[after], one, **momentum)


def test_that_a_moving_average_goes_on_too(ranks: Ranks, tmp_path: Path) -> None:
    average = {"ema_decay": 0.9}
    path = saved(ranks, tmp_path / "run", TWO["fsdp"], **average)
    one = never_stopped(ranks, **average)
    for after in ("single", "zero", "tensor", "pipeline"):
        assert_goes_on(ranks, path, TWO[after], one, **average)


def test_that_accumulations_may_change_where_a_step_keeps_its_samples(
    ranks: Ranks, tmp_path: Path, alone: Trained
) -> None:
    parts = {"grad_accum_steps": 2, "micro_batch_size": SAMPLES // 4}
    path = saved(ranks, tmp_path / "run", TWO["ddp"], **parts)
    assert_goes_on(ranks, path, TWO["fsdp"], alone)
    assert_goes_on(ranks, path, TWO["zero"], alone, **parts)


@pytest.mark.parametrize("before", ["zero", "fsdp", "tensor", "interleaved"])
def test_that_whole_weights_leave_a_checkpoint_of_any_mesh(ranks: Ranks, tmp_path: Path, before: str) -> None:
    found = exported(saved(ranks, tmp_path / "run", TWO[before]))
    wanted = exported(saved(ranks, tmp_path / "alone", ALONE))
    assert found.keys() == wanted.keys()
    for name, tensor in wanted.items():
        torch.testing.assert_close(found[name], tensor, rtol=TOLERANCE, atol=TOLERANCE)


def exported(path: Path) -> dict[str, Tensor]:
    """What a run's weights are in a file."""
    done = export_weights(RunFolder(path), "safetensors")
    return read_safetensors(done.path)
