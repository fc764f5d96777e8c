"""From a spec to a plan, with the strategy, model and data that the spec names."""

from collections.abc import Collection

from engine.data import data_for
from engine.devices.inventory import Inventory
from engine.models import model_for
from engine.plan.build import PlanResult, build_plan
from engine.spec.run import RunSpec
from engine.strategies import strategy_for

__all__ = ["PlanResult", "plan_run"]


def plan_run(spec: RunSpec, inventory: Inventory, busy_keys: Collection[str] = frozenset()) -> PlanResult:
    """What the spec becomes on this machine, or every reason why not. Pure, quick, without torch.

    Args:
        spec: What is asked.
        inventory: What there is.
        busy_keys: Lease keys that runs hold now.
    """
    return build_plan(
        spec,
        inventory,
        strategy=strategy_for(spec),
        model=model_for(spec),
        data=data_for(spec),
        busy_keys=busy_keys,
    )
