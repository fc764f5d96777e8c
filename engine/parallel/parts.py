"""How a built module can be divided: asked of the module itself, not of what its maker says."""

import torch
from torch import Tensor, nn

from engine.errors import PlanError
from engine.parallel.blocks import blocks_of
from engine.parallel.tensor_plan import tensor_widths
from engine.plan.records import ModelParts


def find_parts(module: nn.Module, sample: Tensor) -> ModelParts:
    """Its chain of blocks, if it is one, and what tensor parallelism could divide.

    Args:
        module: In evaluation mode; without values, on the device "meta", it is only compared by shapes.
        sample: One input [1, *input_shape], on the module's device; the chain is tried on it.
    """
    told = ModelParts(
        shares_weights=len(list(module.parameters()))
        < len(list(module.named_parameters(remove_duplicate=False))),
        tensor_widths=tensor_widths(module),
        num_whole_attentions=sum(isinstance(part, nn.MultiheadAttention) for part in module.modules()),
    )
    try:
        blocks = blocks_of(module)
    except PlanError as error:
        return told.model_copy(update={"no_chain": error.sentence.partition(": ")[2].rstrip(".")})
    if len(blocks) < 2:
        return told.model_copy(update={"no_chain": "its forward is a single step that cannot be cut"})
    if not _is_the_same(module, [block for _, block in blocks], sample):
        return told.model_copy(update={"no_chain": "its layers in a row give something else than it does"})
    return told.model_copy(update={"num_blocks": len(blocks)})


def _is_the_same(module: nn.Module, blocks: list[nn.Module], sample: Tensor) -> bool:
    """Bit for bit, in evaluation mode."""
    with torch.no_grad():
        whole, passed = module(sample), sample
        for block in blocks:
            passed = block(passed)
            if not isinstance(passed, Tensor):
                return False
    return whole.shape == passed.shape if sample.is_meta else torch.equal(whole, passed)
