"""What numbers the training computes with."""

import torch
import torch.distributed as dist
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.parallel.sharding import local_part
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


class SharedScaler(torch.amp.GradScaler):
    """Keeps one scale on all ranks, whatever part of the gradient each of them holds.

    Torch's own looks at this rank's gradients only, and takes no mixture of whole and divided ones.
    """

    def _unscale_grads_(
        self, optimizer: Optimizer, inv_scale: Tensor, found_inf: Tensor, allow_fp16: bool
    ) -> dict[torch.device, Tensor]:
        """Unscale what this rank holds; the flag, of all ranks, by its device."""
        gradients = [
            local_part(parameter.grad)
            for group in optimizer.param_groups
            for parameter in group["params"]
            if parameter.grad is not None
        ]
        flag = found_inf.to(inv_scale.device)
        if gradients:
            torch._amp_foreach_non_finite_check_and_unscale_(gradients, flag, inv_scale)
        dist.all_reduce(flag, op=dist.ReduceOp.MAX)
        return {flag.device: flag}


def build_scaler(
    training: TrainingSpec, device: torch.device, *, is_divided: bool = False
) -> torch.amp.GradScaler | None:
    """What keeps small fp16 gradients from vanishing; None where there is no need.

    Source: Micikevicius et al. 2017, arXiv:1710.03740, section 3.2.

    Args:
        training: The precision.
        device: Of this rank.
        is_divided: Whether ranks hold different parts of the gradient.
    """
    if training.precision != "fp16":
        return None
    scaler = (SharedScaler if is_divided else torch.amp.GradScaler)(device.type)
    scaler.scale(torch.zeros((), device=device))  # has it make its scale, also where no loss is computed
    return scaler
