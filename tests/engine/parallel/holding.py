"""What each rank really holds of a model, once a strategy has spread it."""

from collections.abc import Sequence
from dataclasses import dataclass

from torch import nn

from engine.parallel.parts_step import PartsStep
from engine.parallel.replicas import ReplicasStep
from engine.parallel.sharding import local_part
from engine.spec import RunSpec
from tests.engine.parallel.training import Training, plan_of


@dataclass(frozen=True, slots=True)
class Piece:
    """Of one parameter."""

    name: str
    mine: int
    """How many of its numbers."""
    whole: int
    """Of how many."""
    is_matrix: bool


def hold(rank: int, spec: RunSpec) -> tuple[tuple[Piece, ...], ...]:
    """What lies on each device of this rank; nothing where another rank drives them all."""
    if plan_of(spec).world_size == 1 and rank:
        return ()
    training = Training(rank, spec)
    step = training.step
    names = {id(weight): name for name, weight in step.module.named_parameters()}
    if isinstance(step, PartsStep):
        return tuple(_pieces(_own(part.stage, names)) for part in step._parts)
    if isinstance(step, ReplicasStep):
        return tuple(_pieces(list(one.named_parameters())) for one in step._replicas)
    return (_pieces(list(step.module.named_parameters())),)


def _own(stage: nn.Module, names: dict[int, str]) -> list[tuple[str, nn.Parameter]]:
    return [(names[id(weight)], weight) for weight in stage.parameters()]


def _pieces(weights: Sequence[tuple[str, nn.Parameter]]) -> tuple[Piece, ...]:
    return tuple(
        Piece(name, local_part(weight).numel(), weight.numel(), weight.dim() > 1) for name, weight in weights
    )
