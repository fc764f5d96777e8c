"""A stage: some blocks of a chain in a row, and how a model is cut into such."""

from collections.abc import Iterable

import torch
from torch import Tensor, nn

from engine.contracts import ParallelContext
from engine.parallel.blocks import blocks_of
from engine.parallel.objective import Objective
from engine.parallel.stage_cuts import cut_chain
from engine.spec.strategy import mesh_options


class Stage(nn.Module):
    """Some blocks in a row, in the run's precision."""

    def __init__(self, blocks: Iterable[nn.Module], objective: Objective) -> None:
        super().__init__()
        self.blocks = nn.ModuleList(blocks)
        self._objective = objective

    def forward(self, activations: Tensor) -> Tensor:
        """What the blocks make of it.

        Compiled blocks may give other strides, to it and to gradients; gloo passes on neither.
        """
        if activations.requires_grad:
            activations.register_hook(torch.Tensor.contiguous)  # type: ignore[no-untyped-call]
        with self._objective.precision():
            for block in self.blocks:
                activations = block(activations)
        return (
            activations.contiguous()
        )  # a compiled block may give other strides, which gloo does not pass on


def cut_model(model: nn.Module, context: ParallelContext) -> list[list[tuple[str, nn.Module]]]:
    """Name and module of the blocks of each stage, by hand or by cost; every rank comes to the same answer.

    Args:
        model: On the CPU.
        context: The run.

    Raises:
        PlanError: It is no chain, or the cuts do not fit it.
    """
    options = mesh_options(context.spec.strategy)
    return cut_chain(
        blocks_of(model),
        _sample(context, next(model.parameters()).dtype),
        num_stages=context.plan.mesh.pipeline * options.stages_per_device,
        by_hand=options.cuts,
    )


def _sample(context: ParallelContext, dtype: torch.dtype) -> Tensor:
    facts = context.plan.facts
    if facts.input_kind == "tokens":
        return torch.zeros((1, *facts.input_shape), dtype=torch.int64)
    return torch.zeros((1, *facts.input_shape), dtype=dtype)
