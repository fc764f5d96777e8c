"""Curves as event files of TensorBoard: a folder a run, a tag a series."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from engine.export.curve_source import CurveSource
from engine.tensorboard.event_writer import EventFileWriter


def write_tensorboard(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    """Writes the files; tells after each block how many points it had.

    Args:
        curves: What is written, run by run.
        target: The folder to give `tensorboard --logdir`.
    """
    for run, group in groupby(curves, key=lambda curve: curve.run):
        of_run = tuple(group)
        with EventFileWriter(target / run, _began(of_run)) as writer:
            for curve in of_run:
                for block in curve.blocks():
                    writer.add(curve.tag, block)
                    yield len(block)


def _began(curves: Sequence[CurveSource]) -> float:
    """Unix time (s) of the earliest point."""
    firsts = (next(curve.blocks(), None) for curve in curves)
    return min((float(block["time"][0]) for block in firsts if block is not None), default=0.0)
