"""What numbers the training computes with."""

import torch
from torch import nn

from engine.spec.training import TrainingSpec

_WEIGHTS = {
    "fp64": torch.float64,
    "fp32": torch.float32,
    "tf32": torch.float32,
    "bf16": torch.float32,
    "fp16": torch.float32,
}


def weight_dtype(training: TrainingSpec) -> torch.dtype:
    """What weights, inputs and optimizer state are kept in; bf16 and fp16 only compute in half precision."""
    return _WEIGHTS[training.precision]


def apply_precision(module: nn.Module, training: TrainingSpec) -> nn.Module:
    """The module, its weights in that precision."""
    return module.to(dtype=weight_dtype(training))


def apply_multiplication(training: TrainingSpec) -> None:
    """Have GPUs multiply fp32 numbers as they are, or, where tf32 is asked for, with a shorter fraction.

    Source: https://docs.pytorch.org/docs/stable/notes/cuda.html#tf32-on-ampere
    """
    way = "tf32" if training.precision == "tf32" else "ieee"
    torch.backends.cuda.matmul.fp32_precision = way
    torch.backends.cudnn.conv.fp32_precision = way  # type: ignore[attr-defined]


def build_scaler(training: TrainingSpec, device: torch.device) -> torch.amp.GradScaler | None:
    """What keeps small fp16 gradients from vanishing; None where there is no need.

    Source: Micikevicius et al. 2017, arXiv:1710.03740, section 3.2.
    """
    return torch.amp.GradScaler(device.type) if training.precision == "fp16" else None
