"""What a model says of how it can be divided is what its module is."""

import pytest
import torchvision.models  # noqa: F401  (its first import sets a variable of the environment: not in a test)

from engine.models import model_for
from engine.parallel.blocks import blocks_of, keep_blocks
from engine.parallel.stage_cuts import cut_chain
from engine.parallel.tensor_plan import build_tensor_plan
from engine.plan.records import DataFacts
from engine.plan.stages import balance
from engine.spec import CnnSpec, GptSpec, MlpSpec, ModelSpec, ResNet18Spec, RunSpec, VitSpec

PICTURES = DataFacts(num_train=64, num_test=8, num_classes=10, input_shape=(1, 8, 8))
TOKENS = DataFacts(
    num_train=64,
    num_test=8,
    num_classes=12,
    input_shape=(8,),
    input_kind="tokens",
    targets_per_sample=8,
)
MODELS: dict[str, ModelSpec] = {
    "mlp": MlpSpec(hidden=(8, 6, 4)),
    "mlp-dropout": MlpSpec(hidden=(8, 6), dropout=0.5),
    "cnn": CnnSpec(channels=(2, 4), hidden=8),
    "cnn-norm-dropout": CnnSpec(channels=(2, 4), hidden=8, batch_norm=True, dropout=0.5),
    "resnet18": ResNet18Spec(),
    "gpt": GptSpec(width=8, depth=2, heads=2),
    "vit": VitSpec(patch=4, width=8, depth=2, heads=2),
}


def facts_of(model: ModelSpec) -> DataFacts:
    return TOKENS if model.kind == "gpt" else PICTURES


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_that_a_chain_has_as_many_blocks_as_it_says(model: ModelSpec) -> None:
    spec = RunSpec(model=model)
    module = model_for(spec).build(spec, facts_of(model))
    assert len(blocks_of(module)) == model_for(spec).parts(spec, facts_of(model)).num_blocks


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_that_something_is_divided_where_widths_are_named(model: ModelSpec) -> None:
    spec = RunSpec(model=model)
    module = model_for(spec).build(spec, facts_of(model))
    widths = model_for(spec).parts(spec, facts_of(model)).tensor_widths
    assert bool(build_tensor_plan(module, 2)) == bool(widths)


def test_that_only_the_kept_blocks_stay_and_keep_their_names() -> None:
    spec = RunSpec(model=ResNet18Spec())
    module = model_for(spec).build(spec, PICTURES)
    names = {name for name, _ in module.named_parameters()}
    keep_blocks(module, {"layer2.1", "fc"})
    kept = {name for name, _ in module.named_parameters()}
    assert kept == {name for name in names if name.startswith(("layer2.1.", "fc."))}


def test_that_the_costliest_stage_costs_least() -> None:
    assert balance([1, 1, 1, 9, 1, 1], 2) == [0, 3, 6]
    assert balance([4, 1, 1, 4, 1, 1], 3) == [0, 2, 4, 6]
    assert balance([5, 1, 1], 3) == [0, 1, 2, 3]


def test_that_cuts_by_hand_are_obeyed() -> None:
    import torch

    spec = RunSpec(model=MlpSpec(hidden=(8, 6)))
    blocks = blocks_of(model_for(spec).build(spec, PICTURES))
    stages = cut_chain(blocks, torch.zeros(1, 1, 8, 8), num_stages=3, by_hand=(2, 4))
    assert [[name for name, _ in stage] for stage in stages] == [["0", "1"], ["2", "3"], ["4", "5"]]
