"""Inception v3 is torchvision's, a chain but for its auxiliary head; and it says what pictures it needs."""

import warnings
from functools import cache
from typing import Any

import pytest
import torch
from torch import nn
from torchvision.models import inception_v3

from engine.layers.auxiliary import WithAuxiliary
from engine.layers.rescale import FromImageNet
from engine.models import model_for
from engine.parallel.blocks import blocks_of
from engine.spec import InceptionSpec, RunSpec, SyntheticImagesSpec, WeightsSpec
from engine.spec.toml import apply_changes
from tests.engine.models.building import built, facts_of, num_parameters, pictures

WITH, WITHOUT = InceptionSpec(), InceptionSpec(auxiliary=False)
LARGE, SMALL = (3, 299, 299), (3, 75, 75)


@cache
def on_meta(options: InceptionSpec, channels: int = 3, num_classes: int = 10) -> nn.Module:
    with torch.device("meta"):
        return built(options, facts_of((channels, 299, 299), num_classes=num_classes))


@pytest.mark.parametrize(("options", "shape"), [(WITH, LARGE), (WITHOUT, SMALL)], ids=["with", "without"])
def test_that_names_weights_and_logits_are_torchvisions(options: InceptionSpec, shape: Any) -> None:
    ours = built(options, facts_of(shape))
    theirs = inception_v3(weights=None, num_classes=10, aux_logits=options.auxiliary, init_weights=False)
    assert list(ours.state_dict()) == list(theirs.state_dict())
    theirs.load_state_dict(ours.state_dict())
    inputs = pictures(shape, 2)
    given = []
    for module in (ours, theirs):
        torch.manual_seed(7)  # for the dropout
        given.append(module.train()(inputs))
        given.append(module.eval()(inputs))
    if options.auxiliary:
        assert len(given[0]) == 2
        assert all(torch.equal(mine, other) for mine, other in zip(given[0], given[2], strict=True))
    else:
        assert torch.equal(given[0], given[2])
    assert given[1].shape == (2, 10)
    assert torch.equal(given[1], given[3])


@pytest.mark.parametrize(("options", "count"), [(WITH, 27_161_264), (WITHOUT, 23_834_568)])
def test_that_it_has_torchvisions_parameters(options: InceptionSpec, count: int) -> None:
    assert num_parameters(on_meta(options, num_classes=1000)) == count


def test_that_without_the_auxiliary_head_it_is_a_chain_and_with_it_says_that_it_is_none() -> None:
    assert type(on_meta(WITHOUT)) is nn.Sequential
    assert type(on_meta(WITH)) is WithAuxiliary


def test_that_grey_pictures_get_a_first_layer_of_one_channel() -> None:
    less = 2 * 32 * 3 * 3
    assert num_parameters(on_meta(WITH, 1)) == num_parameters(on_meta(WITH)) - less
    first = built(WITHOUT, facts_of((1, 75, 75))).get_submodule("Conv2d_1a_3x3.conv")
    assert first.weight.std().item() == pytest.approx(0.1, rel=0.1)


@pytest.mark.parametrize(
    ("options", "size", "least"),
    [(WITH, 299, 2), (WITH, 346, 2), (WITH, 347, 1), (WITHOUT, 75, 2), (WITHOUT, 106, 2), (WITHOUT, 107, 1)],
)
def test_that_it_trains_on_pictures_and_samples_as_few_as_it_says_and_on_no_fewer(
    options: InceptionSpec, size: int, least: int
) -> None:
    spec, module = RunSpec(model=options), on_meta(options)
    assert not model_for(spec).check(spec, facts_of((3, size, size)))
    assert model_for(spec).least_samples(spec, facts_of((3, size, size))) == least
    module(torch.empty(least, 3, size, size, device="meta"))
    if least > 1:
        with pytest.raises(ValueError, match="more than 1 value per channel"):
            module(torch.empty(least - 1, 3, size, size, device="meta"))


@pytest.mark.parametrize(("options", "size"), [(WITH, 298), (WITHOUT, 74)])
def test_that_smaller_pictures_do_not_go_through_it(options: InceptionSpec, size: int) -> None:
    spec = RunSpec(model=options)
    assert model_for(spec).check(spec, facts_of((3, size, size)))
    with pytest.raises(RuntimeError):
        on_meta(options)(torch.empty(2, 3, size, size, device="meta"))


@pytest.mark.parametrize(
    ("options", "size", "field", "changes"),
    [
        (WITH, 298, "model.auxiliary", {"model.auxiliary": False}),
        (WITH, 74, "model", {"data.size": 299}),
        (WITHOUT, 74, "model", {"data.size": 299}),
    ],
)
def test_that_too_small_pictures_are_mended(
    options: InceptionSpec, size: int, field: str, changes: dict[str, Any]
) -> None:
    spec = RunSpec(model=options, data=SyntheticImagesSpec(size=size))
    (problem,) = model_for(spec).check(spec, facts_of((3, size, size)))
    assert problem.field == field
    assert problem.fix is not None
    assert problem.fix.changes == changes
    mended = apply_changes(spec, changes)
    larger = changes.get("data.size", size)
    assert not model_for(mended).check(mended, facts_of((3, larger, larger)))


def test_that_pictures_that_cannot_be_made_larger_get_a_smaller_model() -> None:
    spec = RunSpec(model=WITH)
    (problem,) = model_for(spec).check(spec, facts_of((1, 8, 8)))
    assert "at least 299×299" in problem.sentence
    assert problem.fix is not None
    assert apply_changes(spec, problem.fix.changes).model.kind == "cnn"


def test_that_building_it_warns_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert built(WITH, facts_of((3, 299, 299)))


def test_that_with_published_weights_pictures_are_scaled_as_these_are_used_to() -> None:
    spec = RunSpec(model=WITHOUT, weights=WeightsSpec(source="published"))
    with torch.device("meta"):
        module = model_for(spec).build(spec, facts_of(LARGE))
        assert module.state_dict().keys() == on_meta(WITHOUT).state_dict().keys()
        assert next(name for name, _ in module.named_children()) == "rescale"
        theirs = inception_v3(weights=None, aux_logits=False, init_weights=False, transform_input=True)
    inputs = pictures((3, 4, 4))
    torch.testing.assert_close(FromImageNet()(inputs), theirs._transform_input(inputs))


@pytest.mark.parametrize("source", ["random", "published"])
def test_that_without_the_auxiliary_head_it_says_how_many_blocks_it_has(source: Any) -> None:
    spec, facts = RunSpec(model=WITHOUT, weights=WeightsSpec(source=source)), facts_of(LARGE)
    with torch.device("meta"):
        module = model_for(spec).build(spec, facts)
    assert model_for(spec).parts(spec, facts).num_blocks == len(blocks_of(module))
    branching = RunSpec(model=WITH)
    assert model_for(branching).parts(branching, facts).num_blocks is None
