"""A survey is taken in this process: what it tells, and that it never asks twice nor falls over."""

import json
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import torch

from engine.cli import main
from engine.data import ALL as DATA
from engine.errors import DataError, Severity
from engine.models import ALL as MODELS
from engine.parallel.blocks import blocks_of
from engine.parallel.stage_cuts import cut_chain
from engine.plan.records import DataFacts, ModelParts
from engine.plan.stages import balance
from engine.planning import plan_run
from engine.spec import (
    CnnSpec,
    DigitsSpec,
    GptSpec,
    ImageFolderSpec,
    MlpSpec,
    MnistSpec,
    ResNet18Spec,
    RunSpec,
    SyntheticImagesSpec,
    SyntheticTokensSpec,
    TextSpec,
    TorchvisionSpec,
    TrainingSpec,
    WeightsSpec,
)
from engine.spec.toml import write_spec
from engine.survey.records import PARTS, READING_DATA, READING_MODEL, Part, Survey, is_pending
from engine.survey.take import take_survey
from tests.engine.data.files import write_pictures
from tests.engine.plan.machines import machine


def taken(spec: RunSpec, *parts: Part) -> Survey:
    survey = Survey()
    for found in take_survey(spec, parts or PARTS):
        survey = survey.with_parts_of(found)
    assert Survey.model_validate_json(survey.model_dump_json(exclude_none=True)) == survey
    return survey


def refuse(*_given: Any) -> Any:
    raise AssertionError("It was asked.")


@pytest.fixture
def pictures(tmp_path: Path) -> ImageFolderSpec:
    folder = write_pictures(tmp_path / "pictures", {"cat": 6, "dog": 4})
    return ImageFolderSpec(folder=str(folder), size=8)


def test_that_parts_come_one_after_the_other_what_a_plan_waits_for_first(pictures: ImageFolderSpec) -> None:
    spec = RunSpec(data=pictures, model=CnnSpec(channels=(4,), hidden=8, batch_norm=True))
    first, second, third = take_survey(spec)
    assert first.data is not None and first.model is first.samples is None
    assert first.data.sizes is not None and first.data.sizes.num_train == 8
    assert second.model is not None and second.data is second.samples is None
    assert second.model.batch_norm and second.model.num_parameters == sum((108, 8, 144, 8, 520, 18))
    assert third.samples is not None and third.samples.preview is not None
    assert third.samples.preview.class_counts == (5, 3)
    assert third.samples.preview.test_class_counts == (1, 1)
    assert len(third.samples.preview.samples) == 8
    assert [len(list(take_survey(spec, (part,)))) for part in PARTS] == [1, 1, 1]
    (why_not,) = take_survey(RunSpec(data=ImageFolderSpec()), ("model",))
    assert why_not.data is not None and why_not.data.sizes is None


def test_that_a_plan_of_a_survey_is_the_same_and_asks_neither_files_nor_a_model(
    pictures: ImageFolderSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = CnnSpec(channels=(4,), hidden=8, batch_norm=True)
    spec = RunSpec(data=pictures, model=model, training=TrainingSpec(micro_batch_size=4))
    survey, asked = taken(spec, "data", "model"), plan_run(spec, machine())
    assert asked.plan is not None
    for name in ("facts", "check", "class_names", "load"):
        monkeypatch.setattr(DATA["image_folder"], name, refuse)
    for name in ("check", "has_batch_norm", "least_samples", "published", "parts", "build"):
        monkeypatch.setattr(MODELS["cnn"], name, refuse)
    assert plan_run(spec, machine(), survey=survey) == asked
    faster = spec.model_copy(update={"training": spec.training.model_copy(update={"micro_batch_size": 2})})
    assert plan_run(faster, machine(), survey=survey).plan is not None


def test_that_what_is_not_read_yet_leaves_no_plan_and_a_note(
    pictures: ImageFolderSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = RunSpec(data=pictures, model=MlpSpec())
    monkeypatch.setattr(DATA["image_folder"], "facts", refuse)
    result = plan_run(spec, machine(), survey=Survey())
    assert (result.plan, result.problems) == (None, (READING_DATA,))
    assert is_pending(READING_DATA) and READING_DATA.severity is Severity.NOTE
    built_in = plan_run(RunSpec(model=MlpSpec()), machine(), survey=Survey())
    assert built_in == plan_run(RunSpec(model=MlpSpec()), machine())
    monkeypatch.setattr(MODELS["mlp"], "paths", lambda _spec: (Path("/a/model.py"),))
    monkeypatch.setattr(MODELS["mlp"], "check", refuse)
    result = plan_run(RunSpec(model=MlpSpec()), machine(), survey=Survey())
    assert (result.plan, result.problems) == (None, (READING_MODEL,))


@pytest.mark.parametrize(
    ("spec", "field", "sentence"),
    [
        (RunSpec(data=ImageFolderSpec()), "data.folder", "No folder is chosen."),
        (RunSpec(model=GptSpec()), "model", "A GPT takes tokens"),
        (
            RunSpec(model=TorchvisionSpec(name="resnet1")),
            "model.name",
            "torchvision has no classification model resnet1",
        ),
    ],
)
def test_that_a_problem_stands_at_its_field_and_ends_the_plan(
    spec: RunSpec, field: str, sentence: str
) -> None:
    survey = taken(spec)
    result = plan_run(spec, machine(), survey=survey)
    assert result.plan is None
    assert [one.field for one in result.problems if one.sentence.startswith(sentence)] == [field]
    assert survey.samples is None or survey.samples.preview is not None


def test_that_data_that_a_run_would_download_are_a_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
    spec = RunSpec(data=MnistSpec(), model=MlpSpec())
    survey = taken(spec)
    assert survey.samples is not None and survey.samples.problem is not None
    assert survey.samples.problem.severity is Severity.NOTE
    assert plan_run(spec, machine(), survey=survey).plan is not None


@pytest.mark.parametrize(
    ("method", "part", "said"),
    [
        ("facts", "data", "Reading the data failed: ZeroDivisionError: by nothing."),
        ("load", "samples", "Loading the data failed: ZeroDivisionError: by nothing."),
        ("build", "model", "Building the model failed: ZeroDivisionError: by nothing."),
    ],
)
def test_that_whatever_code_raises_is_a_problem_of_its_part(
    monkeypatch: pytest.MonkeyPatch, method: str, part: str, said: str
) -> None:
    def fail(*_given: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr(MODELS["mlp"] if method == "build" else DATA["digits"], method, fail)
    survey = taken(RunSpec(model=MlpSpec()))
    found = getattr(survey, part)
    problems = (found.problem,) if part == "samples" else found.problems
    assert [problem.sentence for problem in problems] == [said]


def test_that_a_model_is_surveyed_without_memory_for_its_weights(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    built: list[Any] = []
    real: Callable[..., Any] = MODELS["gpt"].build
    monkeypatch.setattr(MODELS["gpt"], "build", lambda *given: built.append(real(*given)) or built[-1])
    gpt = GptSpec(width=768, depth=12, heads=12, tied_head=True)
    began = time.process_time()
    model = taken(RunSpec(model=gpt, data=TextSpec(length=64)), "model").model
    assert time.process_time() - began < 10
    assert model is not None and model.num_parameters > 85_000_000
    assert model.other_names == {"head.weight": "embedding.token.weight"}
    assert model.division == ModelParts(num_blocks=15, shares_weights=True, tensor_widths=(("heads", 12),))
    assert {one.device for one in built[0].parameters()} == {torch.device("meta")}
    assert {layer.output_shape for layer in model.layers if layer.name == "block3.mlp.up"} == {(64, 3072)}


def test_that_a_model_that_looks_at_its_weights_is_built_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def build(_spec: RunSpec, facts: DataFacts) -> torch.nn.Module:
        layer = torch.nn.Linear(2, facts.num_classes)
        assert layer.weight.sum().item() != 0
        return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(64, 2), layer)

    monkeypatch.setattr(MODELS["mlp"], "build", build)
    model = taken(RunSpec(model=MlpSpec()), "model").model
    assert model is not None and [layer.output_shape for layer in model.layers] == [(2,), (10,)]


def test_that_large_pictures_and_many_classes_are_told_in_little_room() -> None:
    large = SyntheticImagesSpec(num_train=100, num_test=10, size=200)
    survey = taken(RunSpec(data=large), "samples").samples
    assert survey is not None and survey.preview is not None
    sizes = {(one.picture.height, one.picture.width) for one in survey.preview.samples if one.picture}
    assert sizes == {(160, 160)}
    assert len(survey.model_dump_json()) < 4e6
    many = SyntheticTokensSpec(num_train=100, num_test=10, vocabulary=20_000, length=2)
    survey = taken(RunSpec(data=many), "samples").samples
    assert survey is not None and survey.preview is not None
    assert (len(survey.preview.class_names), survey.preview.facts.num_classes) == (10_000, 20_000)


def test_that_weights_that_are_published_are_told() -> None:
    spec = RunSpec(model=ResNet18Spec(small_input=False), weights=WeightsSpec(source="published"))
    model = taken(spec, "model").model
    assert model is not None and model.weights is not None and model.weights.name == "resnet18"


def test_that_damaged_data_are_a_problem_that_is_more_than_a_note(
    pictures: ImageFolderSpec, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object) -> None:
        raise DataError("They are damaged.", field="data.folder", mend="Bring them anew.")

    monkeypatch.setattr(DATA["image_folder"], "load", fail)
    samples = taken(RunSpec(data=pictures), "samples").samples
    assert samples is not None and samples.problem is not None
    assert (samples.problem.field, samples.problem.severity) == ("data.folder", Severity.WARNING)


def test_that_the_command_line_prints_it_for_people_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = RunSpec(data=DigitsSpec(), model=MlpSpec(hidden=(4,)))
    write_spec(tmp_path / "a.toml", spec)
    assert main(["survey", str(tmp_path / "a.toml"), "--set", 'training.freeze=["1"]']) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "1,438 training and 359 test samples of 1×8×8"
    assert lines[2].split() == ["1", "Linear", "4", "260", "frozen"]
    assert lines[4] == "310 parameters in 2 layers"
    assert lines[6].split() == ["0", "142", "36"]
    assert main(["survey", str(tmp_path / "a.toml"), "--part", "model", "--json"]) == 0
    survey = Survey.model_validate(json.loads(capsys.readouterr().out))
    assert survey.samples is None and survey.model == taken(spec).model
    assert main(["survey", str(tmp_path / "a.toml"), "--set", "model.kind=gpt"]) == 2
    assert "error: model: A GPT takes tokens" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("model", "data"),
    [
        (CnnSpec(channels=(4, 8)), DigitsSpec()),
        (ResNet18Spec(), SyntheticImagesSpec(num_train=32, size=16)),
        (GptSpec(depth=3, width=32, heads=2, tied_head=False), SyntheticTokensSpec(num_train=32)),
    ],
    ids=lambda part: part.kind,
)
def test_that_blocks_are_cut_by_their_costs_as_the_ranks_cut_them(model: Any, data: Any) -> None:
    spec = RunSpec(model=model, data=data)
    survey = taken(spec, "data", "model")
    assert survey.model is not None and survey.data is not None and survey.data.sizes is not None
    facts, blocks = survey.data.sizes, survey.model.blocks
    built = blocks_of(MODELS[model.kind].build(spec, facts))
    kind = torch.int64 if facts.input_kind == "tokens" else torch.float32
    sample = torch.zeros((1, *facts.input_shape), dtype=kind)
    for num_stages in (2, 3):
        bounds = balance([block.cost for block in blocks], num_stages)
        held = cut_chain(built, sample, num_stages=num_stages)
        shown = [[block.name for block in blocks[low:high]] for low, high in pairwise(bounds)]
        assert shown == [[name for name, _ in stage] for stage in held]
