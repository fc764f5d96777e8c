"""Weights to start from: published ones or a file's, put into the model, and what did not fit told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError

import torch
from torch import Tensor, nn

from engine.contracts import Published
from engine.errors import WeightsError
from engine.spec.weights import WeightsSpec
from engine.training.peers import Peers
from engine.training.weight_files import read_weights

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Fit:
    """How weights and a model went together. Names are those of weights and buffers."""

    taken: tuple[str, ...]
    missing: tuple[str, ...]
    """Of the model, without a counterpart; they keep what they were drawn as."""
    unexpected: tuple[str, ...]
    """Without a place in the model; left out."""
    mis_shaped: tuple[str, ...]
    """Of another shape; the model's keep what they were drawn as. With both shapes."""

    def lines(self) -> tuple[str, ...]:
        """Every name that did not fit, a line each, for the log."""
        return (
            *(f"missing: {name}" for name in self.missing),
            *(f"unexpected: {name}" for name in self.unexpected),
            *(f"another shape: {name}" for name in self.mis_shaped),
        )

    def sentences(self, source: str) -> tuple[str, ...]:
        """What a person has to know; nothing where everything fits.

        Args:
            source: Where the weights are from.
        """
        told = []
        if self.mis_shaped:
            told.append(
                f"Of the weights from {source} these have another shape, and the model keeps its random "
                f"ones: {_some(self.mis_shaped)}."
            )
        if self.missing:
            told.append(
                f"The weights from {source} lack these, and the model keeps its random ones: "
                f"{_some(self.missing)}."
            )
        if self.unexpected:
            told.append(
                f"The weights from {source} have these, for which the model has no place: "
                f"{_some(self.unexpected)}."
            )
        return tuple(told)


@torch.no_grad()
def apply_weights(module: nn.Module, weights: Mapping[str, Tensor]) -> Fit:
    """Put every tensor in its place that has one of its name and shape.

    Args:
        module: The model; weights take its type and device.
        weights: Name to tensor.
    """
    taken, missing, mis_shaped = [], [], []
    own = module.state_dict()
    for name, place in own.items():
        found = weights.get(name)
        if found is None:
            missing.append(name)
        elif found.shape != place.shape:
            mis_shaped.append(f"{name} {list(found.shape)} instead of {list(place.shape)}")
        else:
            place.copy_(found)
            taken.append(name)
    unexpected = [name for name in weights if name not in own]
    return Fit(tuple(taken), tuple(missing), tuple(unexpected), tuple(mis_shaped))


def start_weights(
    module: nn.Module, spec: WeightsSpec, published: Published | None, peers: Peers
) -> tuple[str, ...]:
    """Give the model the weights that it is to start from; sentences about what did not fit.

    Args:
        module: The model, with random weights.
        spec: Where they come from.
        published: The model's name in the library that publishes its weights.
        peers: All ranks call it; the first one downloads before the others look.

    Raises:
        WeightsError: They cannot be had, or nothing of them fits.
    """
    if spec.source == "random":
        return ()
    if spec.source == "file":
        source = spec.file
        weights = read_weights(Path(spec.file), allow_pickle=spec.allow_pickle)
    else:
        assert published is not None  # the plan says so
        source = f"{published.name} of {published.library}"
        weights = _download_in_turn(published, peers)
    fit = apply_weights(module, weights)
    if not fit.taken:
        theirs, ours = _some(list(weights)), _some(list(module.state_dict()))
        raise WeightsError(
            f"Nothing of the weights from {source} fits this model: they are called {theirs}; "
            f"the model's are {ours}.",
            field="weights",
            mend="Choose the model that they belong to, or start at random.",
        )
    print(f"{len(fit.taken)} of {len(module.state_dict())} tensors are taken from {source}.")
    print(*fit.lines(), sep="\n", end="\n" if fit.lines() else "")
    return fit.sentences(source)


def _download_in_turn(published: Published, peers: Peers) -> dict[str, Tensor]:
    weights = _download(published) if peers.is_first else {}
    peers.gather([0.0])  # by now the file lies in the cache
    return weights if peers.is_first else _download(published)


def _download(published: Published) -> dict[str, Tensor]:
    try:
        return _LIBRARIES[published.library](published.name)
    except (OSError, URLError, RuntimeError, ValueError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")[:200]
        raise WeightsError(
            f"The weights of {published.name} of {published.library} could not be had: {reason}.",
            field="weights.source",
            mend="Connect this machine to the internet; or fetch them elsewhere and name them as a file.",
        ) from error


def _of_torchvision(name: str) -> dict[str, Tensor]:
    from torchvision.models import get_model

    return get_model(name, weights="DEFAULT").state_dict()  # type: ignore[no-any-return]


def _of_timm(name: str) -> dict[str, Tensor]:
    import timm

    return timm.create_model(name, pretrained=True).state_dict()  # type: ignore[no-any-return]


_LIBRARIES: dict[str, Callable[[str], dict[str, Tensor]]] = {
    "torchvision": _of_torchvision,
    "timm": _of_timm,
}


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    shown = ", ".join(names[:_SHOWN])
    more = len(names) - _SHOWN
    return f"{shown} and {more:,} more" if more > 0 else shown
