"""The table of a model's layers."""

import torch
from torch import Tensor, nn

from engine.layers.table import LayerRow, build_layer_table, find_other_names
from engine.spec import CnnSpec, GptSpec, InceptionSpec, ResNet18Spec
from tests.engine.models.building import built, facts_of, num_parameters, pictures, token_facts

BOTH = ("weight", "bias")


def test_that_every_layer_with_weights_is_told_with_its_shape() -> None:
    module = built(CnnSpec(channels=(4,), hidden=8, batch_norm=True), facts_of((1, 8, 8)))
    assert build_layer_table(module, pictures((1, 8, 8), 1)) == (
        LayerRow("0", "Conv2d", 36, (4, 8, 8), ("weight",)),
        LayerRow("1", "BatchNorm2d", 8, (4, 8, 8), BOTH),
        LayerRow("3", "Conv2d", 144, (4, 8, 8), ("weight",)),
        LayerRow("4", "BatchNorm2d", 8, (4, 8, 8), BOTH),
        LayerRow("8", "Linear", 520, (8,), BOTH),
        LayerRow("10", "Linear", 90, (10,), BOTH),
    )


def test_that_parameters_add_up_and_shared_ones_count_once() -> None:
    gpt = built(GptSpec(width=8, depth=2, heads=2, tied_head=True), token_facts(4))
    rows = build_layer_table(gpt, torch.zeros(1, 4, dtype=torch.int64))
    assert sum(row.num_parameters for row in rows) == num_parameters(gpt)
    assert rows[0] == LayerRow("embedding.token", "Embedding", 80, (4, 8), ("weight",))
    assert rows[-1] == LayerRow("head", "Linear", 0, (4, 10), ("weight",))
    assert find_other_names(gpt) == {"head.weight": "embedding.token.weight"}
    resnet = built(ResNet18Spec(), facts_of((3, 32, 32)))
    rows = build_layer_table(resnet, pictures((3, 32, 32), 1))
    assert sum(row.num_parameters for row in rows) == num_parameters(resnet)
    assert {row.name: row.output_shape for row in rows}["layer4.1.conv2"] == (512, 4, 4)


def test_that_without_a_sample_no_shapes_are_told_and_the_model_is_left_alone() -> None:
    module = built(CnnSpec(channels=(4,), hidden=8), facts_of((1, 8, 8)))
    assert {row.output_shape for row in build_layer_table(module)} == {None}
    build_layer_table(module, pictures((1, 8, 8), 1))
    assert module.training
    assert all(parameter.device.type == "cpu" for parameter in module.parameters())
    assert not any(layer._forward_hooks for layer in module.modules())


def test_that_a_head_that_is_for_training_only_has_no_shape() -> None:
    with torch.device("meta"):
        module = built(InceptionSpec(), facts_of((3, 299, 299)))
    rows = {row.name: row for row in build_layer_table(module, torch.empty(1, 3, 299, 299, device="meta"))}
    assert rows["AuxLogits.fc"].output_shape is None
    assert rows["Mixed_6e.branch1x1.conv"].output_shape == (192, 17, 17)


class LooksAtValues(nn.Module):
    """Does one thing or the other, as its input has it."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Linear(2, 3), nn.Linear(3, 1)

    def forward(self, inputs: Tensor) -> Tensor:
        between = self.first(inputs)
        return self.second(between) if between.sum().item() > 0 else -self.second(between)


def test_that_a_model_that_looks_at_values_tells_what_it_can() -> None:
    rows = build_layer_table(LooksAtValues(), torch.ones(1, 2))
    assert [row.output_shape for row in rows] == [(3,), None]
