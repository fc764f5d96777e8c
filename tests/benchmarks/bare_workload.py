"""What the bare scripts of the strategies have in common: network, data, and a loop that tells its rate.

Plain PyTorch, as a careful person writes it: the network, data, batch, optimizer and schedule of
`strategies.toml`, one thread a slice, pinned to one core.
"""

import json
import os
import time
from collections.abc import Callable, Iterable

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import Tensor, nn
from torch.distributed.tensor import DTensor
from torch.nn.functional import scaled_dot_product_attention
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

WARM_UP_STEPS = 20
WIDTH, DEPTH, HEADS, PATCHES = 96, 4, 4, 16

Step = Callable[[Tensor, Tensor], tuple[Tensor, Tensor]]
"""From inputs and targets to a loss and the number of right answers, both told at every step."""


class Patches(nn.Module):
    """[B, 1, 8, 8] to [B, 17, 96]."""

    def __init__(self) -> None:
        super().__init__()
        self.patch = nn.Conv2d(1, WIDTH, 2, stride=2)
        self.whole = nn.Parameter(torch.zeros(1, 1, WIDTH))
        self.position = nn.Parameter(torch.zeros(1, 1 + PATCHES, WIDTH))

    def forward(self, pictures: Tensor) -> Tensor:
        patches = self.patch(pictures).flatten(2).transpose(1, 2)
        return torch.cat([self.whole.expand(len(patches), -1, -1), patches], 1) + self.position


class Attention(nn.Module):
    """[B, 17, 96] to the same; with fewer heads where its layers were divided."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.value, self.output = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)

    def forward(self, tokens: Tensor) -> Tensor:
        parts = [
            layer(tokens).unflatten(-1, (-1, WIDTH // HEADS)).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        ]
        return self.output(scaled_dot_product_attention(*parts).transpose(1, 2).flatten(2))


class Block(nn.Module):
    """[B, 17, 96] to the same."""

    def __init__(self) -> None:
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.attention = Attention()
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, tokens: Tensor) -> Tensor:
        tokens = tokens + self.attention(self.norm1(tokens))
        return tokens + self.down(nn.functional.gelu(self.up(self.norm2(tokens))))


class Head(nn.Module):
    """[B, 17, 96] to [B, 10]."""

    def __init__(self) -> None:
        super().__init__()
        self.norm, self.classes = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, 10)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.classes(self.norm(tokens)[:, 0])


def build_network() -> nn.Sequential:
    """The ViT of Paraloom's `vit` model with patch 2, width 96, depth 4, 4 heads, for 8×8 pictures."""
    torch.manual_seed(0)
    return nn.Sequential(Patches(), *(Block() for _ in range(DEPTH)), Head())


def settle(number: int) -> None:
    """Pin this process to one core, with one thread."""
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[number]})
    torch.set_num_threads(1)


def open_data(batch_size: int, *, part: int = 0, parts: int = 1) -> DataLoader[tuple[Tensor, ...]]:
    """This part of the digits, in batches."""
    pictures, classes = load_digits(return_X_y=True)
    pictures = pictures.astype(np.float32).reshape(-1, 1, 8, 8) / 16
    train_x, _, train_y, _ = train_test_split(
        pictures, classes.astype(np.int64), test_size=0.2, random_state=0, stratify=classes
    )
    data = TensorDataset(torch.tensor(train_x), torch.tensor(train_y))
    sampler: DistributedSampler[object] = DistributedSampler(data, num_replicas=parts, rank=part, seed=0)
    return DataLoader(data, batch_size=batch_size, sampler=sampler, drop_last=True)


def plain_step(model: nn.Module, optimizer: torch.optim.Optimizer) -> Step:
    """Forward, backward and update of a module, whatever lies over it."""
    loss_of = nn.CrossEntropyLoss()

    def step(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
        optimizer.zero_grad()
        logits = model(inputs)
        loss = loss_of(logits, targets)
        loss.backward()
        optimizer.step()
        return loss, (logits.argmax(1) == targets).sum()

    return step


def build_optimizer(parameters: Iterable[nn.Parameter]) -> torch.optim.Optimizer:
    """AdamW in its fused form, which takes parameters in parts (DTensor), or whole ones, but no mixture."""
    in_parts, whole = [], []
    for parameter in parameters:
        (in_parts if isinstance(parameter, DTensor) else whole).append(parameter)
    groups = [{"params": group} for group in (in_parts, whole) if group]
    return torch.optim.AdamW(groups, lr=1e-3, fused=True)


def measure(
    step: Step,
    optimizer: torch.optim.Optimizer,
    loader: DataLoader[tuple[Tensor, ...]],
    *,
    steps: int,
    samples: int,
    speaks: bool = True,
) -> None:
    """Train, and print the rate as a JSON object.

    Args:
        step: Of this rank.
        optimizer: Whose learning rate is scheduled.
        loader: Of this rank.
        steps: How many.
        samples: Of a step, all ranks together.
        speaks: Whether this rank prints.
    """
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    done, epoch, started = 0, 0, 0.0
    while done < steps:
        assert isinstance(loader.sampler, DistributedSampler)
        loader.sampler.set_epoch(epoch)
        for inputs, targets in loader:
            loss, correct = step(inputs, targets)
            schedule.step()
            loss.item()
            correct.item()
            done += 1
            if done == WARM_UP_STEPS:
                started = time.perf_counter()
            if done == steps:
                break
        epoch += 1
    rate = samples * (steps - WARM_UP_STEPS) / (time.perf_counter() - started)
    if speaks:
        print(json.dumps({"samples_per_second": rate}), flush=True)
