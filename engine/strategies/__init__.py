"""The ways to spread training a person can choose, one file each. Torch is imported only in a rank."""

from engine.contracts import Strategy
from engine.spec.brought import CustomSpec
from engine.spec.run import RunSpec
from engine.strategies.custom import Custom
from engine.strategies.data_parallel import DataParallel
from engine.strategies.ddp import Ddp
from engine.strategies.fsdp import Fsdp
from engine.strategies.hsdp import Hsdp
from engine.strategies.mesh import AnyMesh
from engine.strategies.model_parallel import ModelParallel
from engine.strategies.pipeline import Pipeline
from engine.strategies.single import Single
from engine.strategies.tensor_parallel import TensorParallel
from engine.strategies.zero import Zero

_KNOWN: tuple[Strategy, ...] = (
    Single(),
    DataParallel(),
    ModelParallel(),
    Ddp(),
    Zero(),
    Fsdp(),
    Hsdp(),
    TensorParallel(),
    Pipeline(),
    AnyMesh(),
    Custom(),
)
ALL: dict[str, Strategy] = {strategy.kind: strategy for strategy in _KNOWN}
"""Every strategy by its kind, in the order in which a person sees them."""


def strategy_for(spec: RunSpec) -> Strategy:
    """The strategy that a spec names."""
    if isinstance(spec.strategy, CustomSpec):  # what it is, its file says
        return Custom(spec.strategy)
    return ALL[spec.strategy.kind]
