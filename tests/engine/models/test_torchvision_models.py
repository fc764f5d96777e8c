"""Every classification model of torchvision by its name: known names, sizes that fit, BatchNorm, channels."""

import pytest
import torch
from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm
from torchvision import models

from engine.errors import only_errors
from engine.models import model_for
from engine.spec import RunSpec, SyntheticImagesSpec, TorchvisionSpec
from engine.spec.toml import apply_changes
from engine.spec.torchvision_names import TORCHVISION_MODELS
from tests.engine.models.building import built, facts_of, num_parameters, pictures

ONE_OF_EACH = {
    "alexnet": 63,
    "convnext_tiny": 32,
    "densenet121": 29,
    "googlenet": 15,
    "squeezenet1_0": 21,
    "squeezenet1_1": 17,
    "vgg11_bn": 32,
}
"""The fewest pixels that a family trains on."""
ONE_SAMPLE = {"densenet121": 61, "googlenet": 47, "mnasnet0_5": 33, "mobilenet_v3_small": 33}
"""From so many pixels on a single sample will do."""
ON_CPU_ONLY = "regnet"
"""Torchvision computes their widths with tensors, which the meta device has no values for."""


def on_meta(name: str, size: int = 224, channels: int = 3) -> nn.Module:
    facts = facts_of((channels, size, size))
    if name.startswith(ON_CPU_ONLY):
        return built(TorchvisionSpec(name=name), facts).to("meta")
    with torch.device("meta"):
        return built(TorchvisionSpec(name=name), facts)


def problems(name: str, height: int, width: int | None = None) -> tuple[str, ...]:
    spec = RunSpec(model=TorchvisionSpec(name=name), data=SyntheticImagesSpec(size=height))
    found = model_for(spec).check(spec, facts_of((3, height, width or height)))
    return tuple(problem.sentence for problem in only_errors(found))


def test_that_every_name_is_known_and_no_other() -> None:
    assert list(TORCHVISION_MODELS) == models.list_models(module=models)


@pytest.mark.parametrize(("name", "least"), ONE_OF_EACH.items())
def test_that_a_model_trains_on_pictures_as_small_as_it_says_and_on_no_smaller(name: str, least: int) -> None:
    assert not problems(name, least)
    assert problems(name, least - 1)
    module = on_meta(name, least)
    module(torch.empty(2, 3, least, least, device="meta"))
    with pytest.raises((RuntimeError, ValueError)):
        module(torch.empty(2, 3, least - 1, least - 1, device="meta"))


@pytest.mark.parametrize(("name", "size"), ONE_SAMPLE.items())
def test_that_a_model_trains_on_as_few_samples_as_it_says(name: str, size: int) -> None:
    spec, module = RunSpec(model=TorchvisionSpec(name=name)), on_meta(name)
    for pixels, least in ((size - 1, 2), (size, 1)):
        assert model_for(spec).least_samples(spec, facts_of((3, pixels, pixels))) == least
    module(torch.empty(1, 3, size, size, device="meta"))
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        module(torch.empty(1, 3, size - 1, size - 1, device="meta"))


@pytest.mark.parametrize(
    "name", ["alexnet", "convnext_tiny", "maxvit_t", "regnet_y_400mf", "resnext50_32x4d"]
)
def test_that_a_model_says_whether_it_has_batch_norm(name: str) -> None:
    spec = RunSpec(model=TorchvisionSpec(name=name))
    layers = [layer for layer in on_meta(name).modules() if isinstance(layer, _BatchNorm)]
    assert model_for(spec).has_batch_norm(spec, facts_of((3, 224, 224))) is bool(layers)


@pytest.mark.parametrize(("name", "batch_norm"), [("vgg11", False), ("vgg11_bn", True), ("vit_b_16", False)])
def test_that_of_a_family_some_have_batch_norm(name: str, batch_norm: bool) -> None:
    spec = RunSpec(model=TorchvisionSpec(name=name))
    assert model_for(spec).has_batch_norm(spec, facts_of((3, 224, 224))) is batch_norm
    assert any(isinstance(layer, _BatchNorm) for layer in on_meta(name).modules()) is batch_norm


@pytest.mark.parametrize("channels", [1, 4])
@pytest.mark.parametrize("name", ["densenet121", "swin_t", "vit_b_32", "mobilenet_v3_small"])
def test_that_pictures_of_any_channels_fit(name: str, channels: int) -> None:
    logits = on_meta(name, 64, channels)(torch.empty(2, channels, 64, 64, device="meta"))
    assert logits.shape == (2, 10)


def test_that_a_model_is_torchvisions_own() -> None:
    ours = built(TorchvisionSpec(name="mobilenet_v3_small"), facts_of((3, 32, 32)))
    torch.manual_seed(0)
    theirs = models.mobilenet_v3_small(num_classes=10)
    assert num_parameters(ours) == num_parameters(theirs)
    inputs = pictures((3, 32, 32))
    with torch.no_grad():
        assert torch.equal(ours.eval()(inputs), theirs.eval()(inputs))


def test_that_auxiliary_heads_give_their_logits_in_training() -> None:
    module, inputs = on_meta("googlenet"), torch.empty(2, 3, 64, 64, device="meta")
    assert [logits.shape for logits in module(inputs)] == [(2, 10)] * 3
    assert module.eval()(inputs).shape == (2, 10)


@pytest.mark.parametrize(
    ("name", "near"), [("resnet_34", "resnet34"), ("efficientnet", "efficientnet_b0"), ("ResNet50", None)]
)
def test_that_a_name_nobody_knows_gets_the_nearest(name: str, near: str | None) -> None:
    spec = RunSpec(model=TorchvisionSpec(name=name))
    (problem,) = model_for(spec).check(spec, facts_of((3, 64, 64)))
    assert problem.field == "model.name"
    assert name in problem.sentence
    if near is not None:
        assert near in problem.mend
    assert problem.fix is not None
    mended = apply_changes(spec, problem.fix.changes)
    assert not model_for(mended).check(mended, facts_of((3, 64, 64)))


def test_that_a_name_like_no_other_gets_an_example() -> None:
    spec = RunSpec(model=TorchvisionSpec(name="zzz"))
    (problem,) = model_for(spec).check(spec, facts_of((3, 64, 64)))
    assert (problem.fix, "resnet34" in problem.mend) == (None, True)


@pytest.mark.parametrize(
    ("name", "height", "width", "fits"),
    [
        ("vit_b_16", 32, 32, True),
        ("vit_b_16", 40, 40, False),
        ("vit_b_16", 32, 48, False),
        ("vit_h_14", 28, 28, True),
        ("maxvit_t", 448, 448, True),
        ("maxvit_t", 224, 448, False),
    ],
)
def test_that_patches_and_windows_divide_the_picture(name: str, height: int, width: int, fits: bool) -> None:
    assert bool(problems(name, height, width)) is not fits


def test_that_pictures_of_a_wrong_size_can_be_made_right() -> None:
    spec = RunSpec(model=TorchvisionSpec(name="vit_b_16"), data=SyntheticImagesSpec(size=40))
    (problem,) = model_for(spec).check(spec, facts_of((3, 40, 40)))
    assert problem.fix is not None
    assert problem.fix.changes == {"data.size": 224}
    digits = spec.model_copy(update={"data": RunSpec().data})
    (problem,) = model_for(digits).check(digits, facts_of((1, 8, 8)))
    assert problem.fix is not None
    assert apply_changes(digits, problem.fix.changes).model.kind == "vit"
