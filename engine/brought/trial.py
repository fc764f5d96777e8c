"""A look at a person's model: built once and tried on two samples, so that nothing fails after the start.

Shapes: B samples, K classes, T targets a sample.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from engine.brought.origin import Origin
from engine.brought.trouble import told
from engine.errors import PlanError, Problem
from engine.parallel.parts import find_parts
from engine.plan.records import DataFacts, ModelParts

_FIELD = "model"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is known of a model once it was built and tried."""

    parts: ModelParts
    has_batch_norm: bool
    least_samples: int


def try_model(module: Any, facts: DataFacts, origin: Origin, *, what: str, in_double: bool) -> Trial:
    """Tries a model; it is not to be used any more.

    Args:
        module: What the person's function gave.
        facts: Of the data that it would be trained on.
        origin: The person's file.
        what: The function's name.
        in_double: Whether weights and numbers are to be float64, as in such a run.

    Raises:
        PlanError: It is no model, fails, or gives something else than logits.
    """
    if not isinstance(module, nn.Module):
        raise _problem(
            f"{what} gives {_kind(module)}; a torch.nn.Module is asked for.", "Return the model itself."
        )
    if not any(parameter.requires_grad for parameter in module.parameters()):
        raise _problem(
            f"The model of {what} has no weights that could be trained.", "Return a model with some."
        )
    if in_double:
        module.double()
    inputs = _inputs(facts, torch.float64 if in_double else torch.float32)
    with told(origin, f"{type(module).__name__}, tried on two samples,", field=_FIELD), torch.no_grad():
        module.eval()
        _check_logits(module(inputs), facts, type(module).__name__)
        parts = find_parts(module, inputs[:1])
        module.train()
        output = module(inputs)
    first = output[0] if isinstance(output, tuple) and output else output
    _check_logits(first, facts, type(module).__name__)
    has_batch_norm = any(isinstance(layer, _BatchNorm) for layer in module.modules())
    fewest = 1 if not has_batch_norm or _trains_on_one(module, inputs) else 2
    return Trial(parts, has_batch_norm, fewest)


def _inputs(facts: DataFacts, dtype: torch.dtype) -> Tensor:
    """[2, *input_shape]: numbers, or tokens."""
    generator = torch.Generator().manual_seed(0)
    shape = (2, *facts.input_shape)
    if facts.input_kind == "tokens":
        return torch.randint(0, facts.num_classes, shape, generator=generator)
    return torch.rand(shape, generator=generator, dtype=dtype)


def _check_logits(output: Any, facts: DataFacts, name: str) -> None:
    places = () if facts.targets_per_sample == 1 else (facts.targets_per_sample,)
    wanted = ", ".join(str(size) for size in (2, *places, facts.num_classes))
    if not isinstance(output, Tensor):
        raise _problem(
            f"{name} gives {_kind(output)} for two samples; logits [{wanted}] are asked for.",
            "Return the logits alone, for instance from a small module around it.",
        )
    found = list(output.shape)
    fits = found[:-1] == [2, *places] and len(found) == len(places) + 2 and found[-1] >= facts.num_classes
    if not fits:
        raise _problem(
            f"{name} gives a tensor {found} for two samples; logits [{wanted}] are asked for.",
            f"These data have {facts.num_classes:,} classes: let the last layer give as many.",
        )
    if not output.is_floating_point():
        raise _problem(
            f"{name} gives {output.dtype} for two samples; logits [{wanted}] are asked for.",
            "Return the logits, not the classes.",
        )


def _trains_on_one(module: nn.Module, inputs: Tensor) -> bool:
    """Whether BatchNorm always sees more than one value of a channel."""
    try:
        with torch.no_grad():
            module(inputs[:1])
    except ValueError:
        return False
    return True


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"


def _problem(sentence: str, mend: str) -> PlanError:
    return PlanError([Problem(field=_FIELD, sentence=sentence, mend=mend)])
