"""What a run came to, bit by bit, to hold beside another."""

import warnings

from engine.record.folder import RunFolder
from engine.record.series import read_points


def values(folder: RunFolder, source: str, metric: str) -> dict[int, float]:
    """Step to value."""
    points = read_points(folder.series_path(source, metric))
    return dict(zip(points["step"].tolist(), points["value"].tolist(), strict=True))


def weights(folder: RunFolder) -> dict[str, bytes]:
    """The bits of every tensor in the newest checkpoint, but for the random states."""
    import torch
    import torch.distributed.checkpoint as dcp

    from engine.training.checkpoint_files import CarefulReader, tensor_shapes

    checkpoint = folder.latest_checkpoint()
    assert checkpoint is not None
    reader = CarefulReader(checkpoint.path)
    shapes = tensor_shapes(reader.read_metadata())
    room = {name: torch.empty(size, dtype=dtype) for name, (size, dtype) in shapes.items()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        dcp.load(room, storage_reader=reader, no_dist=True)
    return {name: tensor.numpy().tobytes() for name, tensor in room.items()}
