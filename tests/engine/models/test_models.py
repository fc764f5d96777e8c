"""What the models give: shapes, parameters, the same weights for the same seed; and what does not fit."""

from typing import Any

import pytest
import torch
import torchvision.models  # noqa: F401  (its first import sets a variable of the environment: not in a test)
from torch import Tensor, nn

from engine.contracts import Model
from engine.data import data_for
from engine.errors import only_errors
from engine.models import ALL, model_for
from engine.plan.records import DataFacts
from engine.spec import CnnSpec, MlpSpec, ModelSpec, ResNet18Spec, ResNet50Spec, RunSpec, SyntheticImagesSpec
from engine.spec.toml import apply_changes

DIGITS = (1, 8, 8)
PICTURES = (3, 32, 32)
SPECS = [
    MlpSpec(),
    MlpSpec(hidden=(), dropout=0.5),
    MlpSpec(hidden=(7,), dropout=0.5),
    CnnSpec(),
    CnnSpec(channels=(), hidden=3),
    CnnSpec(channels=(4, 5, 6), hidden=9, batch_norm=True, dropout=0.5),
    ResNet18Spec(),
    ResNet50Spec(),
]


def facts_of(shape: tuple[int, ...], *, num_classes: int = 10) -> DataFacts:
    return DataFacts(num_train=100, num_test=10, num_classes=num_classes, input_shape=shape)


def built(options: ModelSpec, shape: tuple[int, ...], *, num_classes: int = 10, seed: int = 0) -> nn.Module:
    spec = RunSpec(model=options)
    torch.manual_seed(seed)
    return model_for(spec).build(spec, facts_of(shape, num_classes=num_classes))


def num_parameters(module: nn.Module) -> int:
    return sum(parameter.numel() for parameter in module.parameters())


def inputs_of(shape: tuple[int, ...], count: int = 3) -> Tensor:
    return torch.randn(count, *shape, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("model", ALL.values(), ids=ALL.keys())
def test_that_a_model_says_what_it_is(model: Model) -> None:
    assert ALL[model.kind] is model
    assert model.title
    assert model.sentence.endswith(".")


@pytest.mark.parametrize(
    ("options", "kind"),
    [(MlpSpec(), "mlp"), (CnnSpec(), "cnn"), (ResNet18Spec(), "resnet18"), (ResNet50Spec(), "resnet50")],
)
def test_that_a_spec_finds_its_model(options: ModelSpec, kind: str) -> None:
    assert model_for(RunSpec(model=options)).kind == options.kind == kind


@pytest.mark.parametrize("num_classes", [2, 10])
@pytest.mark.parametrize("shape", [DIGITS, PICTURES, (2, 9, 13)])
@pytest.mark.parametrize("options", SPECS, ids=repr)
def test_that_samples_become_a_number_a_class(
    options: ModelSpec, shape: tuple[int, ...], num_classes: int
) -> None:
    logits = built(options, shape, num_classes=num_classes)(inputs_of(shape))
    assert (logits.shape, logits.dtype) == ((3, num_classes), torch.float32)
    assert logits.isfinite().all()


@pytest.mark.parametrize("options", SPECS, ids=repr)
def test_that_every_parameter_gets_a_gradient(options: ModelSpec) -> None:
    module = built(options, DIGITS)
    nn.functional.cross_entropy(module(inputs_of(DIGITS)), torch.tensor([0, 1, 2])).backward()
    assert all(parameter.grad is not None for parameter in module.parameters())
    assert {(parameter.dtype, parameter.device.type) for parameter in module.parameters()} == {
        (torch.float32, "cpu")
    }


@pytest.mark.parametrize(
    ("options", "shape", "count"),
    [
        (MlpSpec(), DIGITS, 64 * 256 + 256 + 256 * 128 + 128 + 128 * 10 + 10),
        (MlpSpec(hidden=()), DIGITS, 64 * 10 + 10),
        (CnnSpec(channels=(4,), hidden=8), DIGITS, 40 + 148 + (4 * 16 * 8 + 8) + (8 * 10 + 10)),
        (
            CnnSpec(channels=(4,), hidden=8, batch_norm=True),
            DIGITS,
            (36 + 8) + (144 + 8) + (4 * 16 * 8 + 8) + (8 * 10 + 10),
        ),
        (ResNet18Spec(small_input=False), (3, 64, 64), 11_689_512 - 990 * 513),
        (ResNet18Spec(small_input=True), (3, 32, 32), 11_689_512 - 990 * 513 - 3 * 64 * (49 - 9)),
        (ResNet18Spec(small_input=False), (1, 64, 64), 11_689_512 - 990 * 513 - 2 * 64 * 49),
    ],
)
def test_that_a_model_has_the_parameters_it_should(
    options: ModelSpec, shape: tuple[int, ...], count: int
) -> None:
    """ResNet-18's 11,689,512 are torchvision's for 1,000 classes of pictures with three channels."""
    assert num_parameters(built(options, shape)) == count


@pytest.mark.parametrize("options", [MlpSpec(), CnnSpec(), ResNet18Spec()], ids=repr)
def test_that_the_seed_alone_decides_the_weights(options: ModelSpec) -> None:
    first, again, other = (built(options, DIGITS, seed=seed).state_dict() for seed in (4, 4, 5))
    assert all(torch.equal(first[name], again[name]) for name in first)
    assert not all(torch.equal(first[name], other[name]) for name in first)


@pytest.mark.parametrize("options", [MlpSpec(dropout=0.5), CnnSpec(dropout=0.5)], ids=repr)
def test_that_dropout_is_for_training_only(options: ModelSpec) -> None:
    module, inputs = built(options, DIGITS), inputs_of(DIGITS)
    assert not torch.equal(module(inputs), module(inputs))
    module.eval()
    assert torch.equal(module(inputs), module(inputs))


@pytest.mark.parametrize("options", [*SPECS, CnnSpec(batch_norm=True)], ids=repr)
def test_that_a_model_with_batch_norm_says_so(options: ModelSpec) -> None:
    spec = RunSpec(model=options)
    layers = [layer for layer in built(options, DIGITS).modules() if isinstance(layer, nn.BatchNorm2d)]
    assert model_for(spec).has_batch_norm(spec, DIGITS) is bool(layers)


@pytest.mark.parametrize(
    ("options", "shape"),
    [
        *((ResNet18Spec(small_input=True), (1, *size)) for size in ((4, 4), (8, 8), (8, 9), (9, 9))),
        *((ResNet18Spec(small_input=False), (1, *size)) for size in ((32, 32), (32, 33), (33, 33))),
        (CnnSpec(channels=(2,) * 3, batch_norm=True), DIGITS),
        (CnnSpec(channels=(2,) * 2, batch_norm=True), (1, 4, 5)),
        (MlpSpec(), DIGITS),
    ],
)
def test_that_a_model_trains_on_as_few_samples_as_it_says_and_on_no_fewer(
    options: ModelSpec, shape: tuple[int, ...]
) -> None:
    spec, module = RunSpec(model=options), built(options, shape)
    least = model_for(spec).least_samples(spec, facts_of(shape))
    assert module(inputs_of(shape, least)).isfinite().all()
    if least > 1:
        with pytest.raises(ValueError, match="more than 1 value per channel"):
            module(inputs_of(shape, least - 1))


@pytest.mark.parametrize("kind", ["cnn", "resnet18", "resnet50"])
def test_that_samples_that_are_no_pictures_can_go_to_the_mlp(kind: str) -> None:
    spec = apply_changes(RunSpec(), {"model.kind": kind})
    (problem,) = model_for(spec).check(spec, facts_of((64,)))
    assert "(64,)" in problem.sentence
    assert problem.fix is not None
    mended = apply_changes(spec, problem.fix.changes)
    assert not model_for(mended).check(mended, facts_of((64,)))
    assert built(mended.model, (64,))(inputs_of((64,))).shape == (3, 10)


@pytest.mark.parametrize(
    ("shape", "most"), [((1, 4, 4), 2), ((1, 7, 7), 2), ((1, 8, 8), 3), ((3, 8, 100), 3), ((1, 9, 4), 2)]
)
def test_that_a_cnn_halves_a_picture_as_often_as_it_can(shape: tuple[int, ...], most: int) -> None:
    fitting = RunSpec(model=CnnSpec(channels=(2,) * most))
    assert not model_for(fitting).check(fitting, facts_of(shape))
    assert built(fitting.model, shape)(inputs_of(shape)).shape == (3, 10)

    spec = RunSpec(model=CnnSpec(channels=(*(2,) * most, 3, 4)))
    (problem,) = model_for(spec).check(spec, facts_of(shape))
    assert problem.field == "model.channels"
    assert f"{shape[1]}×{shape[2]}" in problem.sentence
    assert problem.fix is not None
    assert apply_changes(spec, problem.fix.changes) == fitting


@pytest.mark.parametrize(("size", "fits"), [(8, False), (31, False), (32, True), (64, True)])
def test_that_the_first_layer_for_large_pictures_is_not_for_small_ones(size: int, fits: bool) -> None:
    spec = RunSpec(model=ResNet18Spec(small_input=False), data=SyntheticImagesSpec(size=size))
    problems = model_for(spec).check(spec, data_for(spec).facts(spec))
    assert bool(only_errors(problems)) is not fits
    for problem in problems:
        assert problem.field == "model.small_input"
        assert problem.fix is not None
        mended = apply_changes(spec, problem.fix.changes)
        assert not model_for(mended).check(mended, data_for(mended).facts(mended))


@pytest.mark.parametrize(("small_input", "size"), [(True, 32), (False, 8)])
def test_that_small_input_is_not_shrunk_before_the_first_stage(small_input: bool, size: int) -> None:
    sizes: list[Any] = []
    module = built(ResNet18Spec(small_input=small_input), PICTURES)
    module.get_submodule("layer1").register_forward_pre_hook(lambda _, given: sizes.append(given[0].shape))
    module(inputs_of(PICTURES))
    assert sizes == [(3, 64, size, size)]
