"""A module compiled in place by torch.compile.

Source: https://docs.pytorch.org/docs/stable/generated/torch.compile.html
"""

import torch
from torch import nn

_MOST_SHAPES = 64
"""Micro-batches of a few sizes, in training and in evaluation, each compiled once."""


def compile_in_place(module: nn.Module, device: torch.device, compiler: str) -> None:
    """Have the module compiled at its first call; its weights keep their names.

    Every shape is compiled by itself: what a step computes must not depend on which shapes came before it, or
    a run that goes on would not do so bit by bit.

    Args:
        module: What is called in every forward.
        device: Where it computes.
        compiler: The C++ compiler that kernels for a CPU are built with.
    """
    import torch._dynamo.config as dynamo
    import torch._inductor.config as inductor

    dynamo.recompile_limit = max(dynamo.recompile_limit, _MOST_SHAPES)
    if device.type == "cpu":
        inductor.cpp.cxx = (None, compiler)
        inductor.compile_threads = (
            1  # a rank on a slice has no cores for more, and leaves no processes behind
        )
    # Only what it computes: around it stand hooks that gather its weights, which are left as they are.
    module.forward = torch.compile(module.forward, dynamic=False)
