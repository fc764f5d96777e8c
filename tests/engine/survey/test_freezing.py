"""What is frozen is told from names as the ranks do it with the model."""

import pytest

from engine.errors import SpecError
from engine.plan.records import DataFacts
from engine.spec import GptSpec, RunSpec, TrainingSpec
from engine.survey.freezing import check_freezing, find_frozen
from engine.survey.take import survey_model
from engine.training.freezing import build_freezing, learning_rate_factors
from tests.engine.models.building import built

FACTS = DataFacts(
    num_train=9, num_test=1, num_classes=10, input_shape=(4,), input_kind="tokens", targets_per_sample=4
)
GPT = GptSpec(width=8, depth=2, heads=2, tied_head=True)


@pytest.mark.parametrize(
    "patterns", [("block1",), ("block*.mlp.*",), ("*.bias", "norm"), ("head",), ("block0.norm1.weight",), ()]
)
def test_that_names_tell_what_the_model_would(patterns: tuple[str, ...]) -> None:
    module = built(GPT, FACTS)
    model = survey_model(RunSpec(model=GPT), FACTS)
    frozen = find_frozen(model, patterns)
    assert {model.other_names.get(name, name) for name in frozen} == set(
        build_freezing(module, TrainingSpec(freeze=patterns), 10).starts
    )
    assert ("head.weight" in frozen) is ("embedding.token.weight" in frozen)


@pytest.mark.parametrize(
    "options",
    [
        {"freeze": ("block7",)},
        {"freeze": ("block0",), "unfreeze": ("block1: 2",)},
        {"freeze": ("block0",), "unfreeze": ("nothing: 2",)},
        {"learning_rate_groups": ("hed: 3",)},
        {"freeze": ("*",)},
        {"freeze": ("*",), "unfreeze": ("head: 0",)},
        {"freeze": ("*",), "unfreeze": ("head: 1",)},
        {"freeze": ("block*",), "unfreeze": ("block0: 1.5",), "learning_rate_groups": ("head: 3",)},
    ],
)
def test_that_what_a_rank_would_refuse_is_told_before(options: dict[str, tuple[str, ...]]) -> None:
    training = TrainingSpec(**options)  # type: ignore[arg-type]
    module = built(GPT, FACTS)
    told = [
        (one.field, one.sentence) for one in check_freezing(survey_model(RunSpec(model=GPT), FACTS), training)
    ]
    try:
        build_freezing(module, training, 10)
        learning_rate_factors(module, training)
        refused = []
    except SpecError as error:
        refused = [(one.field, one.sentence) for one in error.problems]
    assert told == refused
