"""Tensors that a checkpoint knows as one, though here they are several."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.distributed.checkpoint.metadata import ChunkStorageMetadata, MetadataIndex, TensorProperties
from torch.distributed.checkpoint.planner import TensorWriteData, WriteItem, WriteItemType
from torch.distributed.tensor import DTensor

from engine.parallel.sharding import local_part


class Joined(Tensor):
    """Rows of one tensor, one piece after the other; of a single number, all pieces have the same.

    It has the shape of the whole and holds nothing itself. Torch saves and loads whatever has these methods:
    https://docs.pytorch.org/docs/stable/distributed.checkpoint.html
    """

    parts: Sequence[Tensor]

    def __create_chunk_list__(self) -> list[ChunkStorageMetadata]:
        return [chunk for chunk, _ in self._chunks()]

    def __create_write_items__(self, fqn: str, _: object) -> list[WriteItem]:
        chunks = list(self._chunks())
        return [
            WriteItem(
                index=MetadataIndex(fqn, chunk.offsets),
                type=WriteItemType.SHARD,
                tensor_data=TensorWriteData(
                    chunk=chunk, properties=TensorProperties.create_from_tensor(part), size=self.size()
                ),
            )
            for chunk, part in (chunks if self.dim() else chunks[:1])
        ]

    def __get_tensor_shard__(self, index: MetadataIndex) -> Tensor:
        if not self.dim():
            return self.parts[index.index or 0]
        return next(part for chunk, part in self._chunks() if chunk.offsets == index.offset)

    def _chunks(self) -> Iterator[tuple[ChunkStorageMetadata, Tensor]]:
        """What this rank has of the whole, and where it lies there; nothing of what is empty."""
        before = 0
        for part in self.parts:
            offsets, local = _offsets(part), local_part(part)
            if self.dim():
                offsets = (before + offsets[0], *offsets[1:])
                before += part.shape[0]
            if local.numel():
                yield ChunkStorageMetadata(torch.Size(offsets), local.size()), local


def join(parts: Sequence[Tensor]) -> Tensor:
    """The whole of some pieces, as a checkpoint knows it."""
    first = parts[0]
    size = (sum(part.shape[0] for part in parts), *first.shape[1:]) if first.dim() else ()
    whole: Joined = torch.empty((), dtype=first.dtype).expand(size).as_subclass(Joined)
    whole.parts = parts
    return whole


def join_pieces(tensors: Mapping[str, Tensor], wholes: Mapping[str, str]) -> dict[str, Tensor]:
    """Tensors by their names in the model as it was built.

    Args:
        tensors: Name to tensor.
        wholes: See `engine.parallel.pieces.piece_names`.
    """
    found: dict[str, list[Tensor]] = {}
    for name, tensor in tensors.items():
        found.setdefault(wholes.get(name, name), []).append(tensor)
    joined = set(wholes.values())
    return {name: join(parts) if name in joined else parts[0] for name, parts in found.items()}


def _offsets(tensor: Tensor) -> tuple[int, ...]:
    if not isinstance(tensor, DTensor):
        return (0,) * tensor.dim()
    chunks: list[Any] = tensor.__create_chunk_list__()  # type: ignore[no-untyped-call]
    return tuple(chunks[0].offsets)
