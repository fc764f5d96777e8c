"""The ResNets are torchvision's: the same names, the same weights, the same logits; and chains of blocks."""

from typing import Any

import pytest
import torch
from torch import nn
from torchvision.models import get_model

from engine.spec import ResNet18Spec, ResNet50Spec
from tests.engine.models.building import built, facts_of, num_parameters, pictures

LARGE = (3, 64, 64)
SPECS: list[Any] = [ResNet18Spec(small_input=False), ResNet50Spec(small_input=False)]


@pytest.mark.parametrize("options", SPECS, ids=repr)
def test_that_names_weights_and_logits_are_torchvisions(options: Any) -> None:
    ours = built(options, facts_of(LARGE)).eval()
    torch.manual_seed(0)
    theirs = get_model(options.kind, weights=None, num_classes=10).eval()
    assert list(ours.state_dict()) == list(theirs.state_dict())
    for name, tensor in theirs.state_dict().items():
        assert torch.equal(ours.state_dict()[name], tensor), name
    with torch.no_grad():
        assert torch.equal(ours(pictures(LARGE)), theirs(pictures(LARGE)))


@pytest.mark.parametrize("options", SPECS, ids=repr)
def test_that_a_resnet_is_a_chain_of_named_blocks(options: Any) -> None:
    module = built(options, facts_of(LARGE))
    assert type(module) is nn.Sequential
    assert [name for name, _ in module.named_children()] == [
        *("conv1", "bn1", "relu", "maxpool", "layer1", "layer2", "layer3", "layer4", "avgpool"),
        *("flatten", "fc"),
    ]


def test_that_resnet_50_has_torchvisions_25_557_032_parameters() -> None:
    assert num_parameters(built(SPECS[1], facts_of(LARGE, num_classes=1000))) == 25_557_032
