"""Curves as one Parquet table, with the columns of the CSV; pyarrow writes it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from engine.export.csv_curves import HEADS
from engine.export.curve_source import CurveSource

_GROUP_ROWS = 262_144
"""Short series share a row group: a thousand small groups would be slow to read."""


def write_parquet(curves: Sequence[CurveSource], target: Path) -> Iterator[int]:
    """Writes the table; tells after each block how many points it had.

    Args:
        curves: What is written.
        target: A file that is made anew.
    """
    import pyarrow
    from pyarrow import parquet

    name = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    kinds = (name, name, name, pyarrow.int64(), pyarrow.float64(), pyarrow.float64())
    schema = pyarrow.schema(list(zip(HEADS, kinds, strict=True)))
    waiting: list[Any] = []
    num_waiting = 0
    with parquet.ParquetWriter(target, schema) as writer:
        for curve in curves:
            for block in curve.blocks():
                waiting.append(_batch(pyarrow, schema, curve, block))
                num_waiting += len(block)
                if num_waiting >= _GROUP_ROWS:
                    writer.write_table(_joined(pyarrow, waiting, schema))
                    waiting, num_waiting = [], 0
                yield len(block)
        if waiting:
            writer.write_table(_joined(pyarrow, waiting, schema))


def _joined(pyarrow: Any, batches: list[Any], schema: Any) -> Any:
    return pyarrow.Table.from_batches(batches, schema).unify_dictionaries()


def _batch(pyarrow: Any, schema: Any, curve: CurveSource, block: Any) -> Any:
    indices = pyarrow.array([0] * len(block), pyarrow.int32())
    names = [
        pyarrow.DictionaryArray.from_arrays(indices, [cell])
        for cell in (curve.run, curve.source, curve.metric)
    ]
    figures = [pyarrow.array(block[column].copy()) for column in ("step", "time", "value")]
    return pyarrow.RecordBatch.from_arrays([*names, *figures], schema=schema)
