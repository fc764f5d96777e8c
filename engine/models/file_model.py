"""A model of a person's own: what a function or class of a Python file builds.

Shapes: B batch, T tokens, K classes.
[B, *sample] → whatever the model does → [B, K], or [B, T, K] where the data ask for T classes a sample
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.brought.calling import call, check_call
from engine.brought.known import KNOWN_OF_MODELS
from engine.brought.running import Brought, open_brought
from engine.contracts import Published
from engine.errors import PlanError, Problem
from engine.paths import named_paths
from engine.plan.records import DataFacts, ModelParts
from engine.spec.brought import FileModelSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch import nn

    from engine.brought.trial import Trial

_KEPT = 8
_NOTHING_KNOWN = ModelParts()


class FileModel:
    """Runs the person's code: the window asks a survey instead of it."""

    kind = "file"
    title = "My own…"
    sentence = "A Python file of yours, with a function or class that builds the model."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The file, and its folder for what it imports from there."""
        return [place for path in named_paths(_options(spec).path) for place in (path, path.parent)]

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """File, function and arguments; then the model is built and tried on two samples."""
        if problems := check_call(_options(spec), KNOWN_OF_MODELS, part="model"):
            return problems
        try:
            _trial(spec, facts)
        except PlanError as error:
            return error.problems
        return ()

    def has_batch_norm(self, spec: RunSpec, facts: DataFacts) -> bool:
        """Whether one of its layers is BatchNorm; of a model that cannot be built, nothing is known."""
        trial = _trial_or_none(spec, facts)
        return trial is not None and trial.has_batch_norm

    def least_samples(self, spec: RunSpec, facts: DataFacts) -> int:
        """Two where its BatchNorm refused a single one."""
        trial = _trial_or_none(spec, facts)
        return 1 if trial is None else trial.least_samples

    def published(self, spec: RunSpec) -> Published | None:
        """Nobody publishes any."""
        return None

    def parts(self, spec: RunSpec, facts: DataFacts) -> ModelParts:
        """As they are recognised in the built module."""
        trial = _trial_or_none(spec, facts)
        return _NOTHING_KNOWN if trial is None else trial.parts

    def build(self, spec: RunSpec, facts: DataFacts) -> nn.Module:
        """The module, on the CPU.

        Raises:
            PlanError: The person's code stopped, or gave something else.
        """
        import torch

        module = call(_options(spec), _known(facts), part="model")
        if not isinstance(module, torch.nn.Module):
            raise PlanError(
                [
                    Problem(
                        field="model",
                        sentence=f"{_options(spec).function} gives a {type(module).__name__}; "
                        "a torch.nn.Module is asked for.",
                        mend="Return the model itself.",
                    )
                ]
            )
        if any(parameter.is_cuda for parameter in module.parameters()):
            module.cpu()  # where it goes, the strategy says
        return module


def _known(facts: DataFacts) -> Mapping[str, Any]:
    """What a function is given where it asks for it by name: `engine.brought.known`."""
    shape = facts.input_shape
    values = (facts.num_classes, shape, shape[0], math.prod(shape), facts.num_classes, shape[0])
    return dict(zip(KNOWN_OF_MODELS, values, strict=True))


def _trial(spec: RunSpec, facts: DataFacts) -> Trial:
    options = _options(spec)
    brought = open_brought(Path(options.path).expanduser())
    in_double = spec.training.precision == "fp64"
    found = _try_once(brought, options.model_dump_json(), facts, in_double)
    if isinstance(found, PlanError):
        raise PlanError(found.problems)
    return found


def _trial_or_none(spec: RunSpec, facts: DataFacts) -> Trial | None:
    try:
        return _trial(spec, facts)
    except PlanError:  # `check` tells it
        return None


@lru_cache(maxsize=_KEPT)
def _try_once(brought: Brought, written: str, facts: DataFacts, in_double: bool) -> Trial | PlanError:
    """Of the same file, options and data there is one trial, for as long as the file stays as it is."""
    import torch

    from engine.brought.trial import try_model

    options = FileModelSpec.model_validate_json(written)
    with torch.random.fork_rng(devices=[]):
        try:
            module = call(options, _known(facts), part="model")
            return try_model(module, facts, brought.origin, what=options.function, in_double=in_double)
        except PlanError as error:
            return error


def _options(spec: RunSpec) -> FileModelSpec:
    assert isinstance(spec.model, FileModelSpec)
    return spec.model
