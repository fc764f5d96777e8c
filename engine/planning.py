"""From a spec to a plan, with the strategy, model and data, or the script, that the spec names."""

from collections.abc import Collection
from typing import Protocol

from engine.brought.text_checks import check_text
from engine.data import data_for
from engine.devices.inventory import Inventory
from engine.models import model_for
from engine.plan.build import DataSetFacts, ModelFacts, PlanResult, build_plan
from engine.plan.script import build_script_plan
from engine.spec.run import RunSpec
from engine.strategies import strategy_for

__all__ = ["ASK", "Known", "PlanResult", "plan_run"]


class Known(Protocol):
    """Where a plan has its facts from: `ASK`, or an `engine.survey.records.Survey`."""

    def of_data(self, spec: RunSpec) -> DataSetFacts:
        """What is known of the data."""
        ...

    def of_model(self, spec: RunSpec) -> ModelFacts:
        """What is known of the model."""
        ...


class _Asked:
    """Facts are asked when they are needed: that may read files and run a person's own code."""

    def of_data(self, spec: RunSpec) -> DataSetFacts:
        """The data themselves."""
        return data_for(spec)

    def of_model(self, spec: RunSpec) -> ModelFacts:
        """The model itself."""
        return model_for(spec)


ASK: Known = _Asked()


def plan_run(
    spec: RunSpec,
    inventory: Inventory,
    busy_keys: Collection[str] = frozenset(),
    survey: Known = ASK,
) -> PlanResult:
    """What the spec becomes on this machine, or every reason why not. Quick, without torch.

    Args:
        spec: What is asked.
        inventory: What there is.
        busy_keys: Lease keys that runs hold now.
        survey: What is known of data and model. With a survey neither files nor a model's code are asked, and
            what it does not know yet leaves no plan and a note.
    """
    if spec.script is not None:
        return build_script_plan(spec, spec.script, inventory, busy_keys)
    result = build_plan(
        spec,
        inventory,
        strategy=strategy_for(spec),
        model=survey.of_model(spec),
        data=survey.of_data(spec),
        busy_keys=busy_keys,
    )
    of_text = check_text(spec)  # whether or not a survey has come
    if not of_text:
        return result
    others = [problem for problem in result.problems if problem not in of_text]
    return PlanResult(None, (*of_text, *others))
