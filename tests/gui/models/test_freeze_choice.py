import itertools
import random

import pytest

from engine.spec import TrainingSpec
from engine.survey.freezing import find_frozen, parameter_names
from engine.survey.records import Layer, ModelSurvey
from gui.models.freeze_choice import freeze_changes
from tests.gui.models.layers import NAMES, layer, small_model

MODEL = small_model()


def after(freeze: tuple[str, ...], *names: str, frozen: bool, unfreeze: tuple[str, ...] = ()) -> TrainingSpec:
    training = TrainingSpec(freeze=freeze, unfreeze=unfreeze)
    changes = freeze_changes(MODEL, training, names, frozen=frozen)
    return training.model_copy(update={name.removeprefix("training."): new for name, new in changes.items()})


@pytest.mark.parametrize(
    ("before", "name", "patterns"),
    [
        ((), "stem", ("stem",)),
        ((), "body", ("body",)),
        (("body.0.conv", "stem", "body.1"), "body", ("stem", "body")),
        (("*.bias",), "body.0", ("*.bias", "body.0")),
        (("stem",), "stem", ("stem",)),
    ],
)
def test_that_freezing_adds_a_name_and_takes_what_lies_in_it(
    before: tuple[str, ...], name: str, patterns: tuple[str, ...]
) -> None:
    assert after(before, name, frozen=True).freeze == patterns


@pytest.mark.parametrize(
    ("before", "name", "patterns"),
    [
        (("stem",), "stem", ()),
        (("body",), "body.0", ("body.1",)),
        (("body",), "body.0.norm", ("body.0.conv", "body.1")),
        (("body.*", "head"), "body", ("head",)),
        (("*.bias",), "body.1.conv", ("stem.bias", "body.0.conv.bias", "body.0.norm.bias")),
        (("body.0", "body.1"), "stem", ("body.0", "body.1")),
    ],
)
def test_that_training_leaves_frozen_what_else_a_pattern_froze(
    before: tuple[str, ...], name: str, patterns: tuple[str, ...]
) -> None:
    found = after(before, name, frozen=False).freeze
    assert found[: len(patterns)] == patterns
    names = find_frozen(MODEL, before) - find_frozen(MODEL, [name])
    assert find_frozen(MODEL, found) == names


def test_that_several_are_one_edit_and_what_trains_later_only_stays_where_it_is_frozen() -> None:
    spec = after(("stem",), "body.0", "head", frozen=True)
    assert spec.freeze == ("stem", "body.0", "head")
    spec = after(("stem", "body"), "stem", frozen=False, unfreeze=("stem: 2", "body.0: 3"))
    assert (spec.freeze, spec.unfreeze) == (("body",), ("body.0: 3",))


def test_that_any_row_of_switches_leaves_exactly_what_was_switched() -> None:
    draw = random.Random(7)
    targets = {name: [one for one in NAMES if one == name or one.startswith(f"{name}.")] for name in
               (*NAMES, "body", "body.0", "body.1")}  # fmt: skip
    training, expected = TrainingSpec(freeze=("body.*.norm", "*.bias")), set[str]()
    expected = set(find_frozen(MODEL, training.freeze))
    for name, frozen in zip(draw.choices(list(targets), k=60), itertools.cycle((True, False)), strict=False):
        changes = freeze_changes(MODEL, training, [name], frozen=frozen)
        training = training.model_copy(update={"freeze": changes["training.freeze"]})
        inside = {each for one in targets[name] for each in parameter_names(layer(one))}
        expected = expected | inside if frozen else expected - inside
        assert find_frozen(MODEL, training.freeze) == expected, (name, frozen)


def test_that_a_model_of_one_layer_and_shared_weights_can_be_switched() -> None:
    single = ModelSurvey(layers=(layer(""),))
    assert freeze_changes(single, TrainingSpec(), [""], frozen=True)["training.freeze"] == ("*",)
    assert freeze_changes(single, TrainingSpec(freeze=("*",)), [""], frozen=False)["training.freeze"] == ()
    head = Layer(name="head", kind="Linear", num_parameters=0, output_shape=None, parameters=("weight",))
    tied = ModelSurvey(
        layers=(layer("words"), layer("body"), head), other_names={"head.weight": "words.weight"}
    )
    changes = freeze_changes(tied, TrainingSpec(freeze=("words",)), ["head"], frozen=False)
    assert find_frozen(tied, changes["training.freeze"]) == {"words.bias"}
