"""From a spec and an inventory to a plan, or to every reason why not. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import PlanError, Problem, Severity, only_errors
from engine.plan import checks
from engine.plan.batch import build_batch_plan, last_accumulations
from engine.plan.bubble import bubble_of, check_bubble
from engine.plan.mesh_checks import check_mesh
from engine.plan.model_checks import check_weights
from engine.plan.place import place
from engine.plan.records import AnyPlan, BatchPlan, DataFacts, Mesh, ModelParts, Plan, RankPlan
from engine.plan.share_checks import check_shares
from engine.spec.run import RunSpec
from engine.spec.training import TrainingSpec


class StrategyFacts(Protocol):
    """What a plan asks of a strategy; `engine.contracts.Strategy` has it all."""

    def check(self, spec: RunSpec, devices: tuple[Device, ...], facts: DataFacts) -> Collection[Problem]:
        """What does not fit."""
        ...

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """Where it lies."""
        ...

    def one_process(self) -> bool:
        """Whether one rank drives all."""
        ...

    def pieces(self, spec: RunSpec, num_samples: int, devices: tuple[Device, ...]) -> tuple[int, ...]:
        """How many samples each device sees."""
        ...


class ModelFacts(Protocol):
    """What a plan asks of a model."""

    def check(self, spec: RunSpec, facts: DataFacts) -> Collection[Problem]:
        """What does not fit. Raises PlanError where nothing can be told of it."""
        ...

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Whether it has BatchNorm."""
        ...

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """On how few it can be trained."""
        ...

    def published(self, spec: RunSpec) -> object | None:
        """Whether there are weights that it can start from."""
        ...

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """How it can be divided."""
        ...


class DataSetFacts(Protocol):
    """What a plan asks of a data set."""

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes. Raises PlanError where its files cannot be read."""
        ...

    def check(self, spec: RunSpec, facts: DataFacts) -> Collection[Problem]:
        """What does not fit."""
        ...


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan, unless some problem is an error; and every problem, warning and note."""

    plan: AnyPlan | None
    problems: tuple[Problem, ...]


def build_plan(
    spec: RunSpec,
    inventory: Inventory,
    *,
    strategy: StrategyFacts,
    model: ModelFacts,
    data: DataSetFacts,
    busy_keys: Collection[str] = frozenset(),
) -> PlanResult:
    """What the spec becomes on this machine.

    Args:
        spec: What is asked.
        inventory: What there is.
        strategy: The strategy that the spec names.
        model: The model that it names.
        data: The data set that it names.
        busy_keys: Lease keys that other runs hold: free devices are preferred, busy ones are waited for.
    """
    devices, problems = place(spec.devices, inventory, busy_keys)
    try:
        facts = data.facts(spec)
        of_model = model.check(spec, facts)
    except PlanError as error:  # without sizes and a model nothing can be said of batches and shapes
        problems += [*error.problems, *checks.check_training(spec.training)]
        problems += checks.check_machine(spec, devices, inventory, one_process=strategy.one_process())
        return PlanResult(None, tuple(problems))
    mesh = strategy.mesh(spec, max(1, len(devices)))
    batch = build_batch_plan(
        spec.training, data_parallel_degree=mesh.data_parallel_degree, num_train=facts.num_train
    )
    case = _Case(spec, inventory, devices, facts, mesh, batch)
    if devices:
        problems += strategy.check(spec, devices, facts)
    problems += [*data.check(spec, facts), *of_model]
    problems += _check_division(case, model, is_sound=not only_errors(problems))
    problems += _check_batch(case, strategy, model, is_sound=not only_errors(problems))
    problems += check_shares(spec.devices, devices, inventory)
    problems += checks.check_busy(devices, busy_keys)
    if not only_errors(problems) and not model.has_batch_norm(spec, facts):  # whose batch must not be divided
        problems += check_bubble(spec, mesh)
    if only_errors(problems):
        return PlanResult(None, tuple(problems))
    plan = Plan(
        world_size=1 if strategy.one_process() else len(devices),
        mesh=mesh,
        devices=devices,
        ranks=_ranks(devices, one_process=strategy.one_process()),
        backend="nccl" if devices[0].kind == "gpu" else "gloo",
        batch=batch,
        facts=facts,
        total_steps=_total_steps(spec.training, batch),
        bubble=bubble_of(spec, mesh),
        notes=tuple(problem for problem in problems if problem.severity is not Severity.ERROR),
    )
    return PlanResult(plan, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Case:
    """What is asked, of what."""

    spec: RunSpec
    inventory: Inventory
    devices: tuple[Device, ...]
    facts: DataFacts
    mesh: Mesh
    batch: BatchPlan


def _check_division(case: _Case, model: ModelFacts, *, is_sound: bool) -> list[Problem]:
    """Whether the model has the weights that are asked for; where all else is sound, how it is divided."""
    spec, facts = case.spec, case.facts
    problems = list(check_weights(spec, are_published=model.published(spec) is not None))
    if is_sound and not only_errors(problems):
        parts, has_batch_norm = model.parts(spec, facts), model.has_batch_norm(spec, facts)
        problems += check_mesh(spec, case.mesh, case.devices, facts, parts, has_batch_norm=has_batch_norm)
    return problems


def _check_batch(case: _Case, strategy: StrategyFacts, model: ModelFacts, *, is_sound: bool) -> list[Problem]:
    """Whether training fits the batch and the machine; sizes only where all else is sound."""
    spec, has_batch_norm = case.spec, model.has_batch_norm(case.spec, case.facts)
    one_process = strategy.one_process()
    problems = list(checks.check_training(spec.training))
    if is_sound and not only_errors(problems):
        problems += checks.check_batch(spec, case.batch)
        problems += checks.check_least_samples(
            spec,
            case.batch,
            least_samples=model.least_samples(spec, case.facts),
            fewest_at_last=_fewest_at_last(spec, case.batch, strategy, case.devices),
        )
    problems += checks.check_normalisation(spec, case.batch, has_batch_norm=has_batch_norm)
    problems += checks.check_machine(spec, case.devices, case.inventory, one_process=one_process)
    problems += checks.check_compile(
        spec,
        case.devices,
        case.inventory,
        one_process=one_process,
        has_batch_norm=has_batch_norm,
    )
    return problems


def _fewest_at_last(
    spec: RunSpec, batch: BatchPlan, strategy: StrategyFacts, devices: tuple[Device, ...]
) -> int:
    """On how few samples a device trains at once in an epoch's last step."""
    pieces = (strategy.pieces(spec, num, devices) for num in last_accumulations(batch) if num)
    return min((size for sizes in pieces for size in sizes), default=0)


def _ranks(devices: tuple[Device, ...], *, one_process: bool) -> tuple[RankPlan, ...]:
    if one_process:
        return (RankPlan(rank=0, device_ids=tuple(device.id for device in devices)),)
    return tuple(RankPlan(rank=rank, device_ids=(device.id,)) for rank, device in enumerate(devices))


def _total_steps(training: TrainingSpec, batch: BatchPlan) -> int | None:
    limits = []
    if training.max_steps is not None:
        limits.append(training.max_steps)
    if training.max_epochs is not None:
        limits.append(training.max_epochs * batch.steps_per_epoch)
    return min(limits, default=None)
