"""The data sets a person can choose, one file each. Torch is imported only when one is loaded."""

from engine.contracts import Data
from engine.data.digits import Digits
from engine.data.synthetic_images import SyntheticImages
from engine.spec.run import RunSpec

ALL: dict[str, Data] = {data.kind: data for data in (Digits(), SyntheticImages())}
"""Every data set by its kind, in the order in which a person sees them."""


def data_for(spec: RunSpec) -> Data:
    """The data set that a spec names."""
    return ALL[spec.data.kind]
