"""Curves as one CSV table: run, source, metric, step, time, value; a line a point."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from engine.export.curve_source import CurveSource

HEADS = ("run", "source", "metric", "step", "time", "value")


def write_csv(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    """Writes the table; tells after each block how many points it had.

    Figures are written so that they are read back as they were; what is no number is `nan` or `inf`.

    Args:
        curves: What is written.
        target: A file that is made anew.
    """
    with target.open("w", encoding="utf-8", newline="") as file:
        file.write(",".join(HEADS) + "\r\n")
        for curve in curves:
            names = _quoted(curve.run, curve.source, curve.metric)
            for block in curve.blocks():
                columns = (block[name].tolist() for name in ("step", "time", "value"))
                rows = zip(*columns, strict=True)
                file.write("".join(f"{names},{step},{time!r},{value!r}\r\n" for step, time, value in rows))
                yield len(block)


def _quoted(*cells: str) -> str:
    """Names with commas or quotes in them, as RFC 4180 wants them."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(cells)
    return line.getvalue()
