"""A vocabulary in parts on two real ranks: nobody has all logits, and the greatest is found all the same."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch.distributed.device_mesh import init_device_mesh
from torch.distributed.tensor import DTensor, Shard

from engine.contracts import ParallelContext
from engine.models import model_for
from engine.parallel.divided_logits import divided_argmax
from engine.parallel.mesh_step import build_mesh_step
from engine.spec import DevicesSpec, GptSpec, RunSpec, SyntheticTokensSpec, TensorParallelSpec
from tests.engine.parallel.ranks import Ranks
from tests.engine.parallel.training import plan_of
from tests.engine.parallel.workload import CPU

VOCABULARY = 12


def _shapes(rank: int, sequence_parallel: bool) -> list[list[int]]:
    """Of the head's weight and of the logits on this rank, and of a prediction."""
    spec = RunSpec(
        devices=DevicesSpec(count=2),
        strategy=TensorParallelSpec(loss_parallel=True, sequence_parallel=sequence_parallel),
        model=GptSpec(width=16, depth=1, heads=2, tied_head=False),
        data=SyntheticTokensSpec(vocabulary=VOCABULARY, length=8),
    )
    plan = plan_of(spec)
    model = model_for(spec).build(spec, plan.facts)
    step = build_mesh_step(model, ParallelContext(spec=spec, plan=plan, rank=rank, device=CPU))
    tokens = torch.zeros((3, 8), dtype=torch.int64)
    logits, weight = step.module(tokens), step.module.get_parameter("head.weight")
    assert isinstance(logits, DTensor)
    assert isinstance(weight, DTensor)
    return [list(weight.to_local().shape), list(logits.to_local().shape), list(step.predict(tokens).shape)]


@pytest.mark.parametrize("sequence_parallel", [False, True])
def test_that_a_rank_holds_its_part_of_the_vocabulary(ranks: Ranks, sequence_parallel: bool) -> None:
    half = VOCABULARY // 2
    wanted = [[half, 16], [3, 8, half], [3, 8, VOCABULARY]]
    assert ranks.run(_shapes, sequence_parallel) == [wanted, wanted]


def _greatest(rank: int, logits: NDArray[np.float32]) -> NDArray[np.int64]:
    mesh = init_device_mesh("cpu", (2,))
    mine = torch.from_numpy(logits).chunk(2, -1)[rank]
    return divided_argmax(DTensor.from_local(mine, mesh, [Shard(2)])).numpy()


def test_that_the_greatest_logit_is_found_among_all_parts_and_of_equal_ones_the_first(ranks: Ranks) -> None:
    logits = np.random.default_rng(0).integers(0, 4, (5, 7, VOCABULARY)).astype(np.float32)
    for found in ranks.run(_greatest, logits):
        assert np.array_equal(found, logits.argmax(-1))
