"""`paraloom survey`: what a spec's data and model are, before anything is trained."""

from collections.abc import Collection
from json import loads

from engine.cli.data import print_classes
from engine.cli.exit_codes import COMPLETED, REFUSED
from engine.cli.listing import print_table
from engine.cli.result import as_json
from engine.errors import Problem, only_errors
from engine.spec.run import RunSpec
from engine.survey.freezing import find_frozen, parameter_names
from engine.survey.records import ModelSurvey, Part, Survey
from engine.survey.take import take_survey


def show_survey(spec: RunSpec, parts: Collection[Part], *, json: bool) -> int:
    """Print what data and model are; gives the exit code, 2 where a run could not start with them.

    Args:
        spec: Whose data and model.
        parts: Which parts of a survey.
        json: The last line is a JSON object of `engine.survey.records.Survey`.
    """
    survey = Survey()
    for found in take_survey(spec, parts):
        survey = survey.with_parts_of(found)
        if not json:
            _print(spec, found)
    if json:
        print(as_json(loads(survey.model_dump_json())))
    return REFUSED if only_errors(_problems(survey)) else COMPLETED


def _print(spec: RunSpec, survey: Survey) -> None:
    for problem in _problems(survey):
        print(f"{problem.severity}: {problem}")
    if survey.data is not None and survey.data.sizes is not None:
        sizes = survey.data.sizes
        shape = "×".join(map(str, sizes.input_shape))
        print(f"{sizes.num_train:,} training and {sizes.num_test:,} test samples of {shape}")
    if survey.model is not None and survey.model.layers:
        _print_layers(spec, survey.model)
    if survey.samples is not None and survey.samples.preview is not None:
        print_classes(survey.samples.preview)


def _print_layers(spec: RunSpec, model: ModelSurvey) -> None:
    rows, frozen_names = [], find_frozen(model, spec.training.freeze)
    for layer in model.layers:
        frozen = frozen_names.issuperset(parameter_names(layer))
        shape = "" if layer.output_shape is None else "×".join(map(str, layer.output_shape))
        words = (layer.name, layer.kind, shape, f"{layer.num_parameters:,}", "frozen" if frozen else "")
        rows.append(words)
    print_table(("layer", "kind", "output", "parameters", ""), rows)
    print(f"{model.num_parameters:,} parameters in {len(model.layers):,} layers")


def _problems(survey: Survey) -> tuple[Problem, ...]:
    found = [*(survey.data.problems if survey.data else ()), *(survey.model.problems if survey.model else ())]
    if survey.samples is not None and survey.samples.problem is not None:
        found.append(survey.samples.problem)
    return tuple(found)
