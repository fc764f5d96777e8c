"""A person's own strategy: a Python file, or what an installed package offers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from engine.brought.arguments import read_arguments
from engine.brought.calling import check_call, find_signature, inside
from engine.brought.entry_points import resolve_entry_point
from engine.brought.known import CONTEXT_OF_STRATEGIES
from engine.brought.signature import Outline, read_outline
from engine.contracts import ParallelContext, TrainingStep
from engine.devices.sample import Device
from engine.errors import PlanError, Problem
from engine.plan.batch import even_pieces
from engine.plan.records import AXES, DataFacts, Mesh
from engine.spec.brought import CustomSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn

_PART = "strategy"
_ASKED = ("module", "forward_backward", "predict")
"""What a training step must have."""
_OTHERWISE: dict[str, Any] = {"divides_optimizer": False, "carried": None, "norm_group": None}
"""What is meant where it says nothing of these."""


class Custom:
    """What the file declares at its top is read without running it.

    `ONE_PROCESS`: whether one rank drives all devices. `AXIS`: the axis of the mesh along which they lie.
    `MOST_DEVICES` and `FEWEST_DEVICES`: how many it takes. `DEVICE_KINDS`: of which kinds, ("cpu", "gpu").
    """

    kind = "custom"
    title = "My own…"
    sentence = "A Python file of yours, with a function that spreads the model, or an installed strategy."
    explanation = (
        "Its function parallelize gets the model and the devices, and gives back a training step. The loop, "
        "checkpoints, meters and plots are the same as for every other strategy."
    )
    when = "You want to try a way of spreading training that is not here: streams, pipelines by hand, ideas."
    when_not = "One of the others does it already: they are tested against a single device."

    def __init__(self, options: CustomSpec | None = None) -> None:
        """Knows which file, where one is chosen."""
        self._options = options

    def check(self, spec: RunSpec, devices: Sequence[Device], facts: DataFacts) -> Sequence[Problem]:
        """File, function, arguments and what the file declares; nothing of it runs."""
        try:
            options = resolve_entry_point(_options(spec))
            outline = read_outline(options.path, field=f"{_PART}.path")
        except PlanError as error:
            return error.problems
        return (*check_call(options, CONTEXT_OF_STRATEGIES, part=_PART), *_check_declared(outline, devices))

    def mesh(self, spec: RunSpec, num_devices: int) -> Mesh:
        """All devices along the axis that the file declares; without one, replicas that share the samples."""
        axis = self._declared("AXIS", "replicate")
        return Mesh(**{axis if axis in AXES else "replicate": num_devices})

    def one_process(self) -> bool:
        """As the file declares; without a word, a rank a device."""
        return bool(self._declared("ONE_PROCESS", False))

    def pieces(self, spec: RunSpec, num_samples: int, devices: Sequence[Device]) -> tuple[int, ...]:
        """As equal as can be, over the devices that take other samples."""
        degree = self.mesh(spec, len(devices)).data_parallel_degree
        sizes = even_pieces(num_samples, degree)
        return tuple(size for size in sizes if size) if self.one_process() else sizes

    def parallelize(self, model: nn.Module, context: ParallelContext) -> TrainingStep:
        """What the person's function makes of the model. Raises PlanError where its code stops."""
        options = resolve_entry_point(_options(context.spec))
        arguments = read_arguments(find_signature(options, part=_PART), options.arguments)
        with inside(options, part=_PART) as parallelize:
            step: TrainingStep = parallelize(model, context, **arguments)
        missing = [name for name in _ASKED if not hasattr(step, name)]
        if missing:
            raise PlanError(
                [
                    Problem(
                        field=_PART,
                        sentence=f"{options.function} gives a {type(step).__name__} without {missing[0]}.",
                        mend="Return a training step, as engine.contracts.TrainingStep describes it.",
                    )
                ]
            )
        return _completed(step)

    def _declared(self, name: str, default: Any) -> Any:
        """A plain value at the top of the file; the default where there is none, or no file."""
        if self._options is None:
            return default
        try:
            options = resolve_entry_point(self._options)
            return read_outline(options.path, field=f"{_PART}.path").values.get(name, default)
        except PlanError:  # `check` tells it
            return default


def _completed(step: TrainingStep) -> TrainingStep:
    """The step, with all that the loop asks of one."""
    for name, meant in (*_OTHERWISE.items(), ("follow_freezing", _follow_nothing)):
        if not hasattr(step, name):
            setattr(step, name, meant)
    return step


def _follow_nothing() -> None:
    """See `engine.contracts.TrainingStep`."""


def _check_declared(outline: Outline, devices: Sequence[Device]) -> Iterator[Problem]:
    """The axis, and how many devices of which kind."""
    name, count = outline.path.name, len(devices)
    axis = outline.values.get("AXIS", "replicate")
    if axis not in AXES:
        yield Problem(
            field=f"{_PART}.path",
            sentence=f"{name} says AXIS = {axis!r}, which is no axis of a mesh.",
            mend=f"Write one of {', '.join(AXES)}.",
        )
    fewest, most = outline.values.get("FEWEST_DEVICES", 1), outline.values.get("MOST_DEVICES", count)
    if isinstance(fewest, int) and isinstance(most, int) and not fewest <= count <= most:
        yield Problem(
            field="devices",
            sentence=f"{name} takes {fewest} to {max(fewest, most)} devices; {count} are chosen.",
            mend="Choose as many, or another strategy.",
        )
    kinds = outline.values.get("DEVICE_KINDS", ("cpu", "gpu"))
    if devices and devices[0].kind not in kinds:
        yield Problem(
            field="devices",
            sentence=f"{name} does not train on {'GPUs' if devices[0].kind == 'gpu' else 'CPU slices'}.",
            mend="Choose other devices, or another strategy.",
        )


def _options(spec: RunSpec) -> CustomSpec:
    assert isinstance(spec.strategy, CustomSpec)
    return spec.strategy
