"""Model, optimizer and random states as one flat dictionary of tensors, as a checkpoint holds them.

Only tensors: nothing that would have to be unpickled. What the spec already tells (hyper-parameters) is not
kept.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from engine.contracts import Carried
from engine.parallel.pieces import piece_names
from engine.training.joined import join_pieces
from engine.training.optimizers import local_optimizer
from engine.training.random_states import apply_random_states, read_random_states

MODEL = "model/"
"""What stands before the names of weights and buffers."""
AVERAGE = "average/"
"""What stands before the names of averaged weights."""
_OPTIMIZER, _RANDOM, _CARRIED = "optimizer/", "random/", "carried/"


def read_state(
    module: nn.Module,
    optimizer: Optimizer,
    average: Mapping[str, Tensor],
    carried: Carried | None,
    *,
    rank: int,
    device: torch.device,
) -> dict[str, Tensor]:
    """Name to tensor: weights, buffers, what the optimizer remembers, averages; of this rank what its step
    keeps and its random states.
    """
    wholes = piece_names(module)
    state = _named(MODEL, module.state_dict(), wholes) | _named(AVERAGE, average, wholes)
    remembers = local_optimizer(optimizer).state
    of_keys: dict[str, dict[str, Tensor]] = {}
    for name, parameter in module.named_parameters():
        for key, value in remembers.get(parameter, {}).items():
            if isinstance(value, Tensor):
                of_keys.setdefault(key, {})[name] = value
    for key, tensors in of_keys.items():
        state |= _remembered(key, tensors, wholes)
    for name, tensor in read_random_states(device).items():
        state[f"{_RANDOM}{rank}/{name}"] = tensor
    if carried is not None:
        state |= {f"{_CARRIED}{rank}/{name}": tensor for name, tensor in carried.read().items()}
    return state


def make_room(
    module: nn.Module,
    optimizer: Optimizer,
    average: Mapping[str, Tensor],
    shapes: Mapping[str, tuple[torch.Size, torch.dtype]],
) -> dict[str, Tensor]:
    """What a checkpoint is read into: the model's own tensors, and new ones for the optimizer.

    Args:
        module: The model.
        optimizer: Its optimizer, still without a state.
        average: The averages of its weights; empty where none are kept.
        shapes: Name to shape and type of the checkpoint's tensors.
    """
    wholes = piece_names(module)
    room = _named(MODEL, module.state_dict(), wholes)
    local = local_optimizer(optimizer)
    mine = {parameter for group in local.param_groups for parameter in group["params"]}
    of_keys: dict[str, dict[str, Tensor]] = {}
    for name, parameter in module.named_parameters():
        if parameter not in mine:
            continue  # frozen, or another rank's to update
        for key, (size, dtype) in shapes.items():
            prefix, _, last = key.rpartition("/")
            if prefix == _OPTIMIZER + wholes.get(name, name):
                is_alike = size == parameter.shape or (name in wholes and len(size) > 0)
                if is_alike and last != "step":
                    tensor = torch.empty_like(parameter, dtype=dtype)
                else:
                    tensor = torch.empty(size, dtype=dtype, device=parameter.device)
                local.state[parameter][last] = of_keys.setdefault(last, {})[name] = tensor
    for last, tensors in of_keys.items():
        room |= _remembered(last, tensors, wholes)
    averages = _named(AVERAGE, average, wholes)
    return room | {name: tensor for name, tensor in averages.items() if name in shapes}


def make_room_of_rank(
    carried: Carried | None,
    shapes: Mapping[str, tuple[torch.Size, torch.dtype]],
    *,
    rank: int,
    device: torch.device,
) -> dict[str, Tensor]:
    """What belongs to one rank: its random states, none where some are missing, and what its step keeps.

    Args:
        carried: What the step keeps, if anything.
        shapes: Name to shape and type of the checkpoint's tensors.
        rank: Whose.
        device: Of this rank; a GPU has generators of its own.
    """
    room = {f"{_RANDOM}{rank}/{name}": tensor for name, tensor in read_random_states(device).items()}
    if not room.keys() <= shapes.keys():
        room = {}
    if carried is not None:
        for key, (size, dtype) in shapes.items():
            if key.startswith(f"{_CARRIED}{rank}/"):
                room[key] = torch.empty(size, dtype=dtype, device=device)
    return room


def holds_average(room: Mapping[str, Tensor]) -> bool:
    """Whether averages were read: a checkpoint may be older than the wish for them."""
    return any(name.startswith(AVERAGE) for name in room)


def apply_random(room: Mapping[str, Tensor], *, rank: int, device: torch.device) -> bool:
    """Put this rank's generators where the checkpoint has them; False where it tells nothing of them."""
    states = _below(room, f"{_RANDOM}{rank}/")
    if states:
        apply_random_states(states, device)
    return bool(states)


def apply_carried(room: Mapping[str, Tensor], carried: Carried, *, rank: int) -> None:
    """Put what this rank's step keeps where the checkpoint has it."""
    carried.apply(_below(room, f"{_CARRIED}{rank}/"))


def _named(before: str, tensors: Mapping[str, Tensor], wholes: Mapping[str, str]) -> dict[str, Tensor]:
    return {before + name: tensor for name, tensor in join_pieces(tensors, wholes).items()}


def _remembered(key: str, tensors: Mapping[str, Tensor], wholes: Mapping[str, str]) -> dict[str, Tensor]:
    """What the optimizer remembers as `key` of each parameter."""
    return {f"{_OPTIMIZER}{name}/{key}": tensor for name, tensor in join_pieces(tensors, wholes).items()}


def _below(room: Mapping[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {name.removeprefix(prefix): tensor for name, tensor in room.items() if name.startswith(prefix)}
