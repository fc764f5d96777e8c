"""Models built for tests, and facts of data that need not exist."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.models import model_for
from engine.plan.records import DataFacts
from engine.spec import ModelSpec, RunSpec


def facts_of(shape: tuple[int, ...], *, num_classes: int = 10, **more: Any) -> DataFacts:
    """Facts of a data set whose samples have that shape."""
    return DataFacts(num_train=100, num_test=10, num_classes=num_classes, input_shape=shape, **more)


def token_facts(context: int, *, num_classes: int = 10) -> DataFacts:
    """Facts of a text whose samples are asked for the next token at each place."""
    return facts_of((context,), num_classes=num_classes, input_kind="tokens", targets_per_sample=context)


def built(options: ModelSpec, facts: DataFacts, *, seed: int = 0) -> nn.Module:
    """The module of these options, its weights drawn from that seed."""
    spec = RunSpec(model=options)
    torch.manual_seed(seed)
    return model_for(spec).build(spec, facts)


def num_parameters(module: nn.Module) -> int:
    """Each counted once."""
    return sum(parameter.numel() for parameter in module.parameters())


def pictures(shape: tuple[int, ...], count: int = 3) -> Tensor:
    """Random inputs [count, *shape], always the same."""
    return torch.randn(count, *shape, generator=torch.Generator().manual_seed(1))
