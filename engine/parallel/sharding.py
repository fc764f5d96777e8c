"""Parameters, gradients and optimizer state in shards: `fully_shard`, block by block.

Sources: Zhao et al. 2023, arXiv:2304.11277; https://docs.pytorch.org/docs/stable/distributed.fsdp.fully_shard.html
"""

from collections import Counter
from collections.abc import Iterator

import torch
from torch import Tensor, nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.fsdp import (
    CPUOffloadPolicy,
    FSDPModule,
    MixedPrecisionPolicy,
    OffloadPolicy,
    fully_shard,
)
from torch.distributed.tensor import DTensor

from engine.parallel.blocks import blocks_of, is_chain
from engine.plan.records import Mesh
from engine.spec.strategy import ShardingOptions

_TYPES = {"fp32": torch.float32, "bf16": torch.bfloat16}
_SMALL_SHARE = 0.1
"""Of the largest block: what the smallest may hold together and be kept whole from forward to backward."""


def shard_module(module: nn.Module, mesh: DeviceMesh, options: ShardingOptions) -> nn.Module:
    """The module itself, its blocks each gathered just before they are needed.

    The smallest blocks are gathered with what is in no block, once a step.

    Args:
        module: On its device, the same weights on every rank.
        mesh: The axis "shard", behind "replicate" where there are replicas.
        options: Of the strategy.
    """
    policy = MixedPrecisionPolicy(
        param_dtype=_TYPES.get(options.gather_precision), reduce_dtype=_TYPES.get(options.reduce_precision)
    )
    offload: OffloadPolicy = CPUOffloadPolicy() if options.cpu_offload else OffloadPolicy()
    blocks = worth_a_gather(wrapped_blocks(module))
    for block in blocks:
        fully_shard(
            block,
            mesh=mesh,
            reshard_after_forward=options.reshard_after_forward,
            mp_policy=policy,
            offload_policy=offload,
        )
    fully_shard(module, mesh=mesh, reshard_after_forward=False, mp_policy=policy, offload_policy=offload)
    _prefetch([block for block in blocks if isinstance(block, FSDPModule)], options.prefetch_blocks)
    return module


def local_part(tensor: Tensor) -> Tensor:
    """What this rank holds of it, without its graph; a change of it is a change of the tensor."""
    tensor = tensor.detach()
    return tensor.to_local() if isinstance(tensor, DTensor) else tensor


def let_go(module: nn.Module) -> None:
    """Keep nothing but shards: what was gathered is gathered anew when it is next computed with."""
    for part in module.modules():
        if isinstance(part, FSDPModule):
            part.reshard()


def wrapped_blocks(module: nn.Module) -> list[nn.Module]:
    """What is gathered at a time: the blocks of a chain, elsewhere the items of the outermost lists.

    Where there are no lists, it is the parts of which there are several of a kind.

    A block that shares a weight with another is left to be gathered with what is in no block.
    """
    if is_chain(module):
        blocks = [block for _, block in blocks_of(module)]
    else:
        blocks = list(_listed(module)) or _repeated(module)
    owners = Counter(id(weight) for block in blocks for weight in set(block.parameters()))
    return [
        block
        for block in blocks
        if (weights := set(block.parameters())) and all(owners[id(weight)] == 1 for weight in weights)
    ]


def worth_a_gather(blocks: list[nn.Module]) -> list[nn.Module]:
    """Those left when the smallest, together up to a tenth of the largest, are taken out.

    A gather has a price that hardly depends on its size; what is taken out is gathered with all that is in
    no block.

    Args:
        blocks: Which could be gathered each by itself.
    """
    sizes = [sum(weight.numel() for weight in block.parameters()) for block in blocks]
    left = _SMALL_SHARE * max(sizes, default=0)
    kept = set(range(len(blocks)))
    for number in sorted(kept, key=lambda number: sizes[number]):
        left -= sizes[number]
        if left < 0:
            break
        kept.remove(number)
    return [block for number, block in enumerate(blocks) if number in kept]


def compiled_parts(module: nn.Module, mesh: Mesh) -> list[nn.Module]:
    """What torch.compile takes at a time: the blocks where they are gathered or lie on stages, else all.

    Args:
        module: Already divided.
        mesh: How.
    """
    gathered = [part for part in module.modules() if isinstance(part, FSDPModule) and part is not module]
    if gathered:
        return [part for part in gathered if isinstance(part, nn.Module)]
    return wrapped_blocks(module) if mesh.pipeline > 1 else [module]


def _listed(module: nn.Module) -> Iterator[nn.Module]:
    for child in module.children():
        if isinstance(child, nn.ModuleList | nn.Sequential):
            for item in child:
                yield from [item] if _has_forward(item) else _listed(nn.ModuleList([item]))
        else:
            yield from _listed(child)


def _has_forward(module: nn.Module) -> bool:
    return not isinstance(module, nn.ModuleList | nn.ModuleDict)


def _repeated(module: nn.Module) -> list[nn.Module]:
    """The outermost parts with layers of their own of whose kind there are several."""
    parts = [part for part in module.modules() if any(part.children()) and _has_forward(part)]
    kinds = Counter(type(part) for part in parts)
    found: list[nn.Module] = []
    for part in parts:
        inside = any(part in set(outer.modules()) for outer in found)
        if part is not module and kinds[type(part)] > 1 and not inside:
            found.append(part)
    return found


def _prefetch(blocks: list[FSDPModule], ahead: int) -> None:
    """Each block asks for the next ones, forward and backward; one ahead is what torch does by itself."""
    if ahead <= 1:
        return
    for number, block in enumerate(blocks):
        block.set_modules_to_forward_prefetch(blocks[number + 1 : number + 1 + ahead])
        block.set_modules_to_backward_prefetch(blocks[max(0, number - ahead) : number][::-1])
