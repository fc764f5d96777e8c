"""The spec that is being composed: its last valid form, edits that did not fit, and what it would become."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine.devices.inventory import Inventory
from engine.errors import Problem, Severity, SpecError, only_errors
from engine.plan.place import place
from engine.plan.records import AnyPlan, Plan
from engine.planning import plan_run
from engine.same_training import check_limit, check_options, check_steps, keep_devices
from engine.spec import RunSpec
from engine.spec.toml import apply_changes
from engine.survey.freezing import check_freezing
from engine.survey.records import Survey, is_pending
from gui.models.messages import Resumption

_MOST_UNDO_STEPS = 200
_KIND = "kind"
_NOTHING = Survey()
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Rejected:
    """A value that a person gave a field and that the field cannot take."""

    value: Any
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """All there is to a draft at one point of its history."""

    spec: RunSpec
    rejected: Mapping[str, Rejected] = field(default_factory=dict)
    resumes: Resumption | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a draft would become on this machine."""

    spec: RunSpec
    plan: AnyPlan | None
    problems: tuple[Problem, ...]
    """All of them, errors first."""
    device_ids: tuple[str, ...] = ()
    """The devices it would use, also where something else keeps it from starting."""
    waits_for: tuple[str, ...] = ()
    """Names of the runs that hold some of them."""
    marked: frozenset[str] = frozenset()
    """Fields whose last value did not fit."""
    survey: Survey = field(default_factory=Survey)
    """What is known of its data and model."""
    resumes: Resumption | None = None
    """The run that would go on; None where a new one would start."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from starting."""
        return only_errors(self.problems)

    @property
    def is_pending(self) -> bool:
        """Whether there is no plan only because data or model are still being read."""
        return self.plan is None and not self.errors and any(map(is_pending, self.problems))

    @property
    def can_start(self) -> bool:
        """Whether Start would start or queue it."""
        return self.plan is not None and not self.errors

    def by_field(self) -> dict[str, tuple[Problem, ...]]:
        """The problems by the dotted field they belong to, the gravest first."""
        grouped: dict[str, tuple[Problem, ...]] = {}
        for problem in self.problems:
            grouped[problem.field] = (*grouped.get(problem.field, ()), problem)
        return grouped


class SpecDraft:
    """Takes edits by dotted field. A bad one is kept with its problem; the spec stays the last valid one."""

    def __init__(self, spec: RunSpec | None = None) -> None:
        self._now = _Moment(spec or RunSpec())
        self._past: list[_Moment] = []
        self._future: list[_Moment] = []
        self._merging: frozenset[str] = frozenset()

    @property
    def spec(self) -> RunSpec:
        """The last valid spec."""
        return self._now.spec

    @property
    def rejected(self) -> Mapping[str, Rejected]:
        """Fields whose last value did not fit, by their dotted name."""
        return self._now.rejected

    @property
    def resumes(self) -> Resumption | None:
        """The run that is to go on like this; None where it is a new one."""
        return self._now.resumes

    @property
    def can_undo(self) -> bool:
        """Whether there is an edit to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is an edit to bring back."""
        return bool(self._future)

    def edit(self, changes: Mapping[str, Any], *, merge: bool = False) -> bool:
        """Give fields new values, all of them or none.

        Args:
            changes: Dotted field to its new value; another `kind` starts its part afresh.
            merge: These come while a person types: consecutive ones to the same fields are undone at once.

        Returns:
            Whether the values were taken.
        """
        rejected = {key: old for key, old in self.rejected.items() if not _overrides(changes, key)}
        try:
            spec = apply_changes(self.spec, changes)
        except SpecError as error:
            rejected |= _marks(changes, error.problems)
            self._remember(replace(self._now, rejected=rejected), changes, merge=merge)
            return False
        self._remember(replace(_retry(spec, rejected), resumes=self.resumes), changes, merge=merge)
        return True

    def replace(self, spec: RunSpec, resumes: Resumption | None = None) -> None:
        """Go on with another spec, for instance a preset, or one that a run is to be resumed with.

        It can be undone.
        """
        self._remember(_Moment(spec, resumes=resumes), {}, merge=False)

    def undo(self) -> None:
        """Take the last edit back."""
        if self._past:
            self._future.append(self._now)
            self._now = self._past.pop()
            self._merging = frozenset()

    def redo(self) -> None:
        """Bring the last edit that was taken back."""
        if self._future:
            self._past.append(self._now)
            self._now = self._future.pop()
            self._merging = frozenset()

    def _remember(self, moment: _Moment, changes: Mapping[str, Any], *, merge: bool) -> None:
        if moment == self._now:
            return
        fields = frozenset(changes) if merge else frozenset()
        if not (merge and fields == self._merging):
            self._past = [*self._past[-_MOST_UNDO_STEPS + 1 :], self._now]
        self._merging = fields
        self._future.clear()
        self._now = moment


def forecast(
    draft: SpecDraft, inventory: Inventory, leases: Mapping[str, str], survey: Survey = _NOTHING
) -> Forecast:
    """What the draft would become. Pure and quick: neither files nor a person's own code are asked.

    Args:
        draft: Its valid spec is planned; values that did not fit are added as problems.
        inventory: What this machine has.
        leases: Lease key to the name of the run that holds it.
        survey: What is known of data and model; nothing where not given.
    """
    return forecast_spec(
        draft.spec,
        inventory,
        leases,
        survey,
        rejected=draft.rejected,
        more=_look_closer(draft.spec, survey),
        resumes=draft.resumes,
    )


def forecast_spec(
    spec: RunSpec,
    inventory: Inventory,
    leases: Mapping[str, str],
    survey: Survey = _NOTHING,
    *,
    rejected: Mapping[str, Rejected] | None = None,
    more: Iterable[Problem] = (),
    resumes: Resumption | None = None,
) -> Forecast:
    """What a spec would become on this machine; `more` problems are told with those of the plan."""
    placed = keep_devices(spec, (resumes.spec, resumes.plan)) if resumes else spec
    result = plan_run(placed, inventory, frozenset(leases), survey)
    found = [problem for mark in (rejected or {}).values() for problem in mark.problems]
    found += result.problems
    if result.plan is not None:
        found += [note for note in result.plan.notes if note not in found]
    if resumes is not None:
        found += _check_resumption(resumes, placed, result.plan, survey)
    found += more
    found.sort(key=lambda problem: _ORDER[problem.severity])
    devices, _ = place(placed.devices, inventory, frozenset(leases))
    keys = [key for device in devices for key in device.lease_keys]
    return Forecast(
        spec=spec,
        plan=result.plan,
        problems=tuple(found),
        device_ids=tuple(device.id for device in devices),
        waits_for=tuple(dict.fromkeys(leases[key] for key in keys if key in leases)),
        marked=frozenset(rejected or ()),
        survey=survey,
        resumes=resumes,
    )


def _check_resumption(
    resumes: Resumption, spec: RunSpec, plan: AnyPlan | None, survey: Survey
) -> Iterator[Problem]:
    """Why it would be another training than that of the run."""
    name, before = resumes.name, (resumes.spec, resumes.plan)
    yield from check_options(name, resumes.spec, spec)
    if isinstance(plan, Plan):
        yield from check_steps(name, before, (spec, plan), survey.of_model(spec))
        yield from check_limit(name, resumes.step, plan)


def _look_closer(spec: RunSpec, survey: Survey) -> Iterator[Problem]:
    """What a plan does not ask: patterns that fit no layer, samples that cannot be loaded.

    Of data and a model that lie in no file a plan needs no survey: that it was lost is a warning.
    """
    for part, known in ((survey.data, survey.of_data(spec)), (survey.model, survey.of_model(spec))):
        if part is not None and part.is_lost and part is not known:
            yield from (each.model_copy(update={"severity": Severity.WARNING}) for each in part.problems)
    if survey.model is not None and not survey.model.is_lost:
        yield from check_freezing(survey.model, spec.training)
    problem = survey.samples.problem if survey.samples else None
    if problem is not None and problem.severity is not Severity.NOTE:
        yield problem


def _marks(changes: Mapping[str, Any], problems: tuple[Problem, ...]) -> dict[str, Rejected]:
    """The changed fields with their own problems; a problem of no changed field stands at the first."""
    marks: dict[str, list[Problem]] = {key: [] for key in changes}
    for problem in problems:
        marks[_owner(problem.field, changes)].append(problem)
    return {key: Rejected(changes[key], tuple(found)) for key, found in marks.items() if found}


def _owner(name: str, changes: Mapping[str, Any]) -> str:
    """The changed field that a problem belongs to; `model.hidden.1` is about `model.hidden`."""
    owners = [key for key in changes if name == key or name.startswith(f"{key}.")]
    return max(owners, key=len, default=next(iter(changes)))


def _overrides(changes: Mapping[str, Any], name: str) -> bool:
    """Whether a field gets a new value, itself or with the part around it."""
    for key in changes:
        part, _, last = key.rpartition(".")
        if name == key or name.startswith(f"{key}.") or (last == _KIND and name.startswith(f"{part}.")):
            return True
    return False


def _retry(spec: RunSpec, rejected: Mapping[str, Rejected]) -> _Moment:
    """Values that did not fit may fit now that another field has changed."""
    left: dict[str, Rejected] = {}
    for key, mark in rejected.items():
        try:
            spec = apply_changes(spec, {key: mark.value})
        except SpecError as error:
            left |= _marks({key: mark.value}, error.problems)
    return _Moment(spec, left)
