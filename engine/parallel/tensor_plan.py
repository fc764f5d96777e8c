"""Which layers tensor parallelism divides, and how: recognised in any module.

Attention and pairs of linear layers: the first of a pair gives each rank a part of the width, the second sums
the parts, so that a pair costs one sum over the ranks and nothing between. Shoeybi et al. 2019,
arXiv:1909.08053, section 3. Sequence parallelism: Korthikanti et al. 2022, arXiv:2205.05198, section 4.2.

Shapes: B batch, T tokens, D width, V vocabulary.
"""

from collections.abc import Iterator
from itertools import pairwise

from torch import nn
from torch.distributed.device_mesh import DeviceMesh
from torch.distributed.tensor import Replicate, Shard
from torch.distributed.tensor.parallel import (
    ColwiseParallel,
    ParallelStyle,
    PrepareModuleInput,
    PrepareModuleOutput,
    RowwiseParallel,
    SequenceParallel,
    parallelize_module,
)

from engine.layers.embeddings import TokenEmbedding
from engine.layers.transformer import Attention, Block
from engine.parallel.attention_groups import find_attention, open_forward
from engine.parallel.blocks import is_chain
from engine.parallel.linear_groups import BETWEEN, find_groups

Styles = dict[str, ParallelStyle]


def apply_tensor_plan(
    module: nn.Module, mesh: DeviceMesh, *, sequence_parallel: bool = False, loss_parallel: bool = False
) -> None:
    """Divide the module's attention and pairs of linear layers over a mesh of one axis.

    What is not recognised, or does not divide, stays whole on every rank.

    Args:
        module: The same weights on every rank, on its device.
        mesh: The tensor axis.
        sequence_parallel: Whether what lies between the pairs is divided along T, too (transformer blocks).
        loss_parallel: Whether a decoder's head is divided along V, so that it gives a DTensor of logits.
    """
    styles = build_tensor_plan(module, mesh.size(), sequence_parallel, loss_parallel)
    for part in list(module.modules()):  # opening one puts other layers in it
        attention = None if isinstance(part, Attention) else find_attention(part)
        if attention is not None and attention.num_heads % mesh.size() == 0:
            open_forward(part, attention)
    parallelize_module(module, mesh, styles)


def build_tensor_plan(
    module: nn.Module, degree: int, sequence_parallel: bool = False, loss_parallel: bool = False
) -> Styles:
    """Dotted name to style of every layer that is divided.

    Args:
        module: Any.
        degree: Over how many ranks; a width that it does not divide is left whole.
        sequence_parallel: See `apply_tensor_plan`.
        loss_parallel: See `apply_tensor_plan`.
    """
    plan: Styles = {}
    in_sequence = sequence_parallel and _is_decoder(module)
    for name, part in module.named_modules():
        before = f"{name}." if name else ""
        if isinstance(part, Attention):
            plan.update(_attention(before, part, degree, in_sequence))
        elif is_chain(part):
            plan.update(_pairs(before, part, degree, in_sequence and name.endswith("mlp")))
        elif in_sequence and isinstance(part, Block):
            plan[f"{before}norm1"] = plan[f"{before}norm2"] = SequenceParallel(use_local_output=True)
        elif not isinstance(part, Block):
            plan.update(_recognised(before, part, degree))
    if in_sequence:
        plan.update(_ends(module))
    if loss_parallel and _is_decoder(module):
        plan["head"] = ColwiseParallel(
            input_layouts=Shard(1) if in_sequence else Replicate(),
            output_layouts=Shard(-1),
            use_local_output=False,
        )
    return plan


def _attention(before: str, part: Attention, degree: int, in_sequence: bool) -> Styles:
    if part.num_heads % degree:
        return {}
    first: Styles = {f"{before}{name}": ColwiseParallel() for name in ("query", "key", "value")}
    if not in_sequence:
        return {**first, f"{before}output": RowwiseParallel()}
    whole = PrepareModuleInput(
        input_layouts=(Shard(1),), desired_input_layouts=(Replicate(),), use_local_output=True
    )
    return {
        before.rstrip("."): whole,
        **first,
        f"{before}output": RowwiseParallel(output_layouts=Shard(1)),
    }


def _pairs(before: str, chain: nn.Module, degree: int, in_sequence: bool) -> Styles:
    plan: Styles = {}
    for first, second, width in _linear_pairs(chain):
        if first in plan or width % degree:
            continue
        if in_sequence:
            plan[first] = ColwiseParallel(input_layouts=Shard(1))
            plan[second] = RowwiseParallel(output_layouts=Shard(1))
        else:
            plan[first], plan[second] = ColwiseParallel(), RowwiseParallel()
    return {before + name: style for name, style in plan.items()}


def _recognised(before: str, part: nn.Module, degree: int) -> Styles:
    attention = find_attention(part)
    if attention is not None:
        if attention.num_heads % degree:
            return {}
        first: Styles = {f"{before}{name}": ColwiseParallel() for name in attention.divided}
        return {**first, f"{before}{attention.last}": RowwiseParallel()}
    plan: Styles = {}
    for group in find_groups(part):
        if group.width % degree == 0:
            plan.update({f"{before}{name}": ColwiseParallel() for name in group.first})
            plan[f"{before}{group.last}"] = RowwiseParallel()
    return plan


def tensor_widths(module: nn.Module) -> tuple[tuple[str, int], ...]:
    """What `apply_tensor_plan` would divide: a name and a width, each width once.

    Args:
        module: Any.
    """
    found: dict[int, str] = {}
    for name, part in module.named_modules():
        before = f"{name}." if name else ""
        if isinstance(part, Attention):
            found.setdefault(part.num_heads, "heads")
        elif is_chain(part):
            for first, _, width in _linear_pairs(part):
                found.setdefault(width, before + first)
        elif attention := find_attention(part):
            found.setdefault(attention.num_heads, "heads")
        else:
            for group in find_groups(part):
                found.setdefault(group.width, before + group.first[0])
    return tuple((name, width) for width, name in found.items())


def _linear_pairs(chain: nn.Module) -> Iterator[tuple[str, str, int]]:
    """Names of neighbouring linear layers with nothing but number by number between, and the width there."""
    standing = [(name, part) for name, part in chain.named_children() if not isinstance(part, BETWEEN)]
    for (first, up), (second, down) in pairwise(standing):
        if isinstance(up, nn.Linear) and isinstance(down, nn.Linear):
            yield first, second, up.out_features


def _is_decoder(module: nn.Module) -> bool:
    """A chain of tokens, blocks, a last norm and a head: what sequence parallelism is known for here."""
    parts = dict(module.named_children())
    return is_chain(module) and isinstance(parts.get("embedding"), TokenEmbedding) and "head" in parts


def _ends(module: nn.Module) -> Styles:
    """T is divided after the embedding and put together again before the head."""
    embedding = PrepareModuleOutput(
        output_layouts=(Replicate(),), desired_output_layouts=(Shard(1),), use_local_output=True
    )
    head = PrepareModuleInput(
        input_layouts=(Shard(1),), desired_input_layouts=(Replicate(),), use_local_output=True
    )
    return {"embedding": embedding, "norm": SequenceParallel(use_local_output=True), "head": head}
