"""Takes a survey: reads files, runs a model's code, loads samples. For a process of its own, with torch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from engine.data import data_for
from engine.errors import (
    DataError,
    MissingDataError,
    ParaloomError,
    PlanError,
    Problem,
    Severity,
    only_errors,
)
from engine.models import model_for
from engine.plan.records import DataFacts, ModelParts
from engine.spec.run import RunSpec
from engine.survey.records import PARTS, Block, DataSurvey, Layer, ModelSurvey, Part, SamplesSurvey, Survey
from engine.survey.stamps import stamp_files

if TYPE_CHECKING:
    import torch
    from torch import Tensor, nn

_NUM_SAMPLES = 24
_LARGEST_PICTURE = 160
"""Pixels each way: a survey is sent and kept."""
_MOST_CLASSES = 10_000
"""Whose names and counts are told."""


def take_survey(spec: RunSpec, parts: Collection[Part] = PARTS) -> Iterator[Survey]:
    """A survey with one part after the other, as soon as each is known.

    Whatever goes wrong is a problem in its part. Without sizes of the data there is neither a model nor a
    sample to look at, and the parts after the first do not come.

    Args:
        spec: Whose data and model.
        parts: Which are asked for. The data are looked at in any case, and told where nothing else can be.
    """
    data = survey_data(spec)
    if "data" in parts or data.sizes is None:
        yield Survey(data=data)
    if data.sizes is not None:
        if "model" in parts:
            yield Survey(model=survey_model(spec, data.sizes))
        if "samples" in parts:
            yield Survey(samples=survey_samples(spec))


def survey_data(spec: RunSpec) -> DataSurvey:
    """The sizes and what does not fit. Torch is not needed, unless the data's own code does."""
    data = data_for(spec)
    stamp = stamp_files(data.paths(spec))  # before they are read: a change while we read is seen later
    try:
        sizes = data.facts(spec)
        return DataSurvey(sizes=sizes, problems=tuple(data.check(spec, sizes)), stamp=stamp)
    except PlanError as error:
        return DataSurvey(problems=error.problems, stamp=stamp)
    except Exception as error:  # noqa: BLE001 a person's own code may raise anything
        problem = Problem(field="data", sentence=f"Reading the data failed: {_words(error)}.")
        return DataSurvey(problems=(problem,), stamp=stamp)


def survey_model(spec: RunSpec, facts: DataFacts) -> ModelSurvey:
    """What it is and which layers it has, built without memory for its weights where that can be."""
    model = model_for(spec)
    stamp = stamp_files(model.paths(spec))
    try:
        told = ModelSurvey(
            stamp=stamp,
            problems=tuple(model.check(spec, facts)),
            weights=model.published(spec),
            batch_norm=model.has_batch_norm(spec, facts),
        )
        if only_errors(told.problems):
            return told
        module = _build(spec, facts)
        layers, other_names = _look_at_layers(module, facts)
        division = model.parts(spec, facts)
        return told.model_copy(
            update={
                "fewest_samples": model.least_samples(spec, facts),
                "division": division if division.is_told else _look_at_parts(module, facts),
                "layers": layers,
                "blocks": _look_at_blocks(module, facts),
                "other_names": other_names,
            }
        )
    except ParaloomError as error:
        return ModelSurvey(problems=_problems_of(error, "model"), stamp=stamp)
    except Exception as error:  # noqa: BLE001 a person's own code may raise anything
        problem = Problem(field="model", sentence=f"Building the model failed: {_words(error)}.")
        return ModelSurvey(problems=(problem,), stamp=stamp)


def survey_samples(spec: RunSpec) -> SamplesSurvey:
    """Some samples with their classes, and how many each class has."""
    from engine.data.preview import build_preview

    try:
        preview = build_preview(spec, num_samples=_NUM_SAMPLES, largest=_LARGEST_PICTURE)
        first = {
            name: getattr(preview, name)[:_MOST_CLASSES]
            for name in ("class_names", "class_counts", "test_class_counts")
        }
        return SamplesSurvey(preview=preview.model_copy(update=first))
    except MissingDataError as error:
        problem = _problems_of(error, "data")[0]
        return SamplesSurvey(problem=problem.model_copy(update={"severity": Severity.NOTE}))
    except (DataError, PlanError) as error:
        problem = _problems_of(error, "data")[0]
        return SamplesSurvey(problem=problem.model_copy(update={"severity": Severity.WARNING}))
    except Exception as error:  # noqa: BLE001 a person's own code may raise anything
        sentence = f"Loading the data failed: {_words(error)}."
        problem = Problem(field="data", sentence=sentence, severity=Severity.WARNING)
        return SamplesSurvey(problem=problem)


def _look_at_parts(module: nn.Module, facts: DataFacts) -> ModelParts:
    from engine.parallel.parts import find_parts

    return find_parts(module.eval(), _sample(facts, next(module.parameters()).device))


def _look_at_blocks(module: nn.Module, facts: DataFacts) -> tuple[Block, ...]:
    from engine.parallel.blocks import blocks_of
    from engine.parallel.stage_cuts import block_costs

    first = next(module.parameters(), None)
    if first is None:
        return ()
    try:
        blocks = blocks_of(module)
        costs = block_costs([block for _, block in blocks], _sample(facts, first.device, first.dtype))
    except (PlanError, RuntimeError):  # no chain, or nothing is known without values
        return ()
    return tuple(
        Block(name=name, num_parameters=sum(one.numel() for one in block.parameters()), cost=cost)
        for (name, block), cost in zip(blocks, costs, strict=True)
    )


def _sample(facts: DataFacts, device: torch.device | str, of_numbers: torch.dtype | None = None) -> Tensor:
    import torch

    dtype = torch.int64 if facts.input_kind == "tokens" else of_numbers or torch.float32
    return torch.zeros(1, *facts.input_shape, dtype=dtype, device=device)


def _look_at_layers(module: nn.Module, facts: DataFacts) -> tuple[tuple[Layer, ...], dict[str, str]]:
    from engine.layers.table import build_layer_table, find_other_names

    rows = build_layer_table(module, _sample(facts, "meta"))
    layers = tuple(
        Layer(
            name=row.name,
            kind=row.kind,
            num_parameters=row.num_parameters,
            output_shape=row.output_shape,
            parameters=row.parameters,
        )
        for row in rows
    )
    return layers, find_other_names(module)


def _build(spec: RunSpec, facts: DataFacts) -> nn.Module:
    """The module, its weights without values; with values where its code looks at them."""
    import torch

    try:
        with torch.device("meta"):
            return model_for(spec).build(spec, facts)
    except (RuntimeError, PlanError):
        return model_for(spec).build(spec, facts)


def _problems_of(error: ParaloomError, field: str) -> tuple[Problem, ...]:
    """What an error says, each at the field that it names or else at `field`."""
    problems = getattr(error, "problems", None)
    if problems:
        return tuple(problems)
    return (Problem(field=error.field or field, sentence=error.sentence, mend=error.mend),)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
