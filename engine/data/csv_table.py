"""A person's own table: a sample a line, one column to be learnt from the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.ready import ReadyData
from engine.data.table_files import read_table, read_table_facts
from engine.paths import named_paths
from engine.plan.records import DataFacts
from engine.spec.data_files import CsvSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class CsvTable(ReadyData):
    """Numbers are standardised over the training samples; a word is 1 at its own input and 0 at others."""

    kind = "csv"
    title = "CSV table"
    sentence = "Your own table: a line for each sample, and a column that tells its class."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The table."""
        return named_paths(_options(spec).file)

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes; the table is read once, and again where it has changed. Raises PlanError."""
        return read_table_facts(_options(spec)).facts

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """The values of the target."""
        return read_table_facts(_options(spec)).classes

    def input_names(self, spec: RunSpec) -> Sequence[str]:
        """The columns; a column of words and each word."""
        return read_table_facts(_options(spec)).inputs

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test samples: float32 [inputs], and the class of each."""
        import numpy as np
        import torch

        from engine.data.split import split_by_class
        from engine.data.tensors import TensorSamples

        options = _options(spec)
        table = read_table(options)
        targets = table.target.sorted_codes()
        split = split_by_class(targets, table.target.width, options.test_fraction, options.split_seed)
        inputs = np.concatenate([column.inputs(split[0]) for column in table.columns], axis=1)
        train, test = (
            TensorSamples(torch.from_numpy(inputs[rows]), torch.from_numpy(targets[rows])) for rows in split
        )
        return train, test


def _options(spec: RunSpec) -> CsvSpec:
    assert isinstance(spec.data, CsvSpec)
    return spec.data
