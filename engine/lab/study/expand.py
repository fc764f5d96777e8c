"""From a study to its candidates: what each trains, on what, and why one is left out. Without torch."""

from collections.abc import Iterator
from itertools import product
from math import prod

from engine import counts
from engine.devices.inventory import Inventory
from engine.errors import Problem, SpecError, only_errors
from engine.lab.basis import only_steps, with_training
from engine.lab.study.candidates import Candidate, Expansion
from engine.lab.study.record import Study
from engine.lab.tables import Changes
from engine.plan.batch import describe_batch
from engine.plan.records import Plan
from engine.planning import ASK, Known, plan_run
from engine.spec.devices import DevicesSpec
from engine.spec.run import RunSpec
from engine.spec.strategy import SingleSpec
from engine.spec.toml import apply_changes
from engine.spec.training import TrainingSpec
from engine.spec.wording import show
from engine.strategies import strategy_for

REFERENCE = "single"
"""The name of the candidate on a single device, unless a person's own has the same spec."""


def expand(study: Study, inventory: Inventory, survey: Known = ASK) -> Expansion:
    """The candidates of a study: the single device, every combination, and those with a name.

    A candidate that this machine cannot run is among them, with its problems and without a plan. What comes
    to the same training on the same devices is one candidate.

    Args:
        study: What is asked.
        inventory: What this machine has.
        survey: What is known of data and model (see `engine.planning.plan_run`).
    """
    size = _global_batch_size(study)
    reference = _single(study.spec, study.spec.devices)
    found = [_candidate(study, "", {}, reference, size, inventory, survey)]
    for name, changes in [*_combinations(study), *study.candidates.items()]:
        spec, problems = _changed(study.spec, changes)
        one = _candidate(study, name, changes, spec, size, inventory, survey, problems)
        if found[0].spec.model_copy(update={"name": one.spec.name}) == one.spec:
            found[0] = found[0].model_copy(update={"name": name or found[0].name, "changes": changes})
        elif not any(_is_same(one, other) for other in found):
            found.append(one)
    candidates = _with_unique_names(found)
    return Expansion(
        candidates=candidates,
        scaling=study.scaling,
        global_batch_size=size,
        machine=_describe_machine(inventory),
        notices=tuple(_notices(study)),
    )


def _is_same(one: Candidate, other: Candidate) -> bool:
    return one.spec.model_copy(update={"name": other.spec.name}) == other.spec


def _combinations(study: Study) -> Iterator[tuple[str, Changes]]:
    if study.vary:
        for values in product(*study.vary.values()):
            yield "", dict(zip(study.vary, values, strict=True))


def _changed(spec: RunSpec, changes: Changes) -> tuple[RunSpec, tuple[Problem, ...]]:
    """The spec as asked; where two changes do not go together, the spec as it was and why."""
    try:
        changed = apply_changes(spec, dict(changes))
    except SpecError as error:
        return spec, error.problems
    if num_devices(changed) == 1 and changed.strategy.kind != "custom":
        return changed.model_copy(update={"strategy": SingleSpec()}), ()  # each comes to it on one device
    return changed, ()


def _single(spec: RunSpec, devices: DevicesSpec) -> RunSpec:
    alone = devices.model_copy(update={"use": devices.use[:1], "count": 1, "share_cores": False})
    return spec.model_copy(update={"devices": alone, "strategy": SingleSpec()})


def num_devices(spec: RunSpec) -> int:
    """How many devices a spec asks for."""
    return len(spec.devices.use) or spec.devices.count


def _degree(spec: RunSpec) -> int:
    return strategy_for(spec).mesh(spec, num_devices(spec)).data_parallel_degree


def _global_batch_size(study: Study) -> int:
    if study.global_batch_size is not None:
        return study.global_batch_size
    training, spec = study.spec.training, study.spec
    size = training.micro_batch_size * training.grad_accum_steps * _degree(spec)
    return size if study.scaling == "strong" else max(1, size // num_devices(spec))


def _candidate(
    study: Study,
    name: str,
    changes: Changes,
    spec: RunSpec,
    size: int,
    inventory: Inventory,
    survey: Known,
    problems: tuple[Problem, ...] = (),
) -> Candidate:
    count = num_devices(spec)
    ours = size if study.scaling == "strong" else size * count
    training, unfit = _divided(spec, changes, ours)
    undisturbed = only_steps(study.steps) | {"last_batch": "drop"}  # every step has as many samples
    raced = with_training(spec.model_copy(update={"training": training}), undisturbed)
    named = name or _name(study, changes, spec)
    raced = raced.model_copy(update={"name": f"{study.name}, {named}"[:80]})
    plan: Plan | None = None
    found = (*problems, *unfit, *_script_problems(spec))
    if not found:
        result = plan_run(raced, inventory, survey=survey)
        found = result.problems
        plan = result.plan if isinstance(result.plan, Plan) and not only_errors(found) else None
    strategy = strategy_for(spec)
    return Candidate(
        name=named,
        changes=dict(changes),
        family=_family(study, changes, spec),
        is_reference=not changes and not name,
        spec=raced,
        strategy=spec.strategy.kind,
        num_devices=count,
        world_size=1 if strategy.one_process() else count,
        mesh=str(strategy.mesh(spec, count)),
        global_batch_size=ours,
        batch=describe_batch(plan.batch) if plan else f"{counts.samples(ours)} a step",
        plan=plan,
        problems=found,
    )


def _script_problems(spec: RunSpec) -> Iterator[Problem]:
    if spec.script is not None:
        yield Problem(
            field="script",
            sentence="A script of one's own tells nothing of its steps: it cannot be raced.",
            mend="Take a spec that Paraloom trains.",
        )


def _divided(spec: RunSpec, changes: Changes, size: int) -> tuple[TrainingSpec, tuple[Problem, ...]]:
    """The training with a batch of that size, divided as asked; or as it was, and why it cannot be."""
    training, degree = spec.training, _degree(spec)
    micro, accum = "training.micro_batch_size", "training.grad_accum_steps"
    given = training.micro_batch_size if micro in changes else training.grad_accum_steps
    factors = [degree, given]
    if {micro, accum} <= changes.keys():
        factors = [degree, training.micro_batch_size, training.grad_accum_steps]
    left, rest = divmod(size, prod(factors))
    if rest or not left or (len(factors) > 2 and left != 1):
        numbers = " × ".join(map(str, factors))
        problem = Problem(
            field=micro if micro in changes else accum,
            sentence=f"{counts.samples(size)} a step cannot be divided by {numbers}.",
            mend="Choose a global batch that can be divided so, or other numbers.",
        )
        return training, (problem,)
    if len(factors) > 2:
        return training, ()
    other = "grad_accum_steps" if micro in changes else "micro_batch_size"
    return training.model_copy(update={other: left}), ()


def _describe_machine(inventory: Inventory) -> str:
    cpu = f"{counts.cores(len(inventory.cores))} of {inventory.cpu_name}"
    return ", ".join([cpu, *(gpu.name for gpu in inventory.gpus)])


def _notices(study: Study) -> Iterator[str]:
    if study.spec.training.last_batch == "keep":
        yield "The last, smaller batch of an epoch is left out, so that all steps are alike."


def _name(study: Study, changes: Changes, spec: RunSpec) -> str:
    count = num_devices(spec)
    words = [spec.strategy.kind + (f" ×{count}" if count > 1 else "")]
    return ", ".join([*words, *_options(changes, without=("strategy.kind", "devices.count", "devices.use"))])


def _family(study: Study, changes: Changes, spec: RunSpec) -> str:
    return ", ".join([spec.strategy.kind, *_options(changes, without=("strategy.kind", "devices"))])


def _options(changes: Changes, *, without: tuple[str, ...]) -> Iterator[str]:
    for key, value in changes.items():
        if not key.startswith(without):
            text = value if isinstance(value, str) else show(value)
            yield f"{_last_word(key)} {text}"


def _last_word(key: str) -> str:
    part, _, last = key.rpartition(".")
    return f"{part.rpartition('.')[2]} {last}" if last == "kind" else last


def _with_unique_names(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    taken: dict[str, int] = {}
    unique = []
    for one in candidates:
        taken[one.name] = taken.get(one.name, 0) + 1
        number = taken[one.name]
        unique.append(one if number == 1 else one.model_copy(update={"name": f"{one.name} ({number})"}))
    return tuple(unique)
