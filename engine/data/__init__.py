"""The data sets a person can choose, one file each. Torch is imported only when one is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.contracts import Data
from engine.data.arrays import Arrays
from engine.data.cifar10 import Cifar10
from engine.data.cifar100 import Cifar100
from engine.data.csv_table import CsvTable
from engine.data.digits import Digits
from engine.data.fashion_mnist import FashionMnist
from engine.data.file_data import FileData
from engine.data.image_folder import ImageFolder
from engine.data.mnist import Mnist
from engine.data.synthetic_images import SyntheticImages
from engine.data.synthetic_tokens import SyntheticTokens
from engine.data.text import Text
from engine.errors import DataError
from engine.plan.records import DataFacts
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset

ALL: dict[str, Data] = {
    data.kind: data
    for data in (
        Digits(),
        Mnist(),
        FashionMnist(),
        Cifar10(),
        Cifar100(),
        ImageFolder(),
        CsvTable(),
        Text(),
        Arrays(),
        SyntheticImages(),
        SyntheticTokens(),
        FileData(),
    )
}
"""Every data set by its kind, in the order in which a person sees them."""


def data_for(spec: RunSpec) -> Data:
    """The data set that a spec names."""
    return ALL[spec.data.kind]


def load_planned(spec: RunSpec, facts: DataFacts) -> tuple[Dataset[Any], Dataset[Any]]:
    """The training and test samples that a plan was made for.

    Raises:
        DataError: They cannot be read, or are not as many as when the run was planned.
    """
    train, test = data_for(spec).load(spec)
    found, planned = (_length(train), _length(test)), (facts.num_train, facts.num_test)
    if found != planned:
        raise DataError(
            f"The data have changed: there were {planned[0]:,} training and {planned[1]:,} test samples when "
            f"the run was planned, and are {found[0]:,} and {found[1]:,} now.",
            field="data",
            mend="Start a new run.",
        )
    return train, test


def _length(part: Dataset[Any]) -> int:
    return len(part)  # type: ignore[arg-type]  # a Dataset of torch need not have a length; ours do
