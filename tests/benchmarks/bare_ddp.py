"""The peer of the benchmarks: what a careful person writes by hand for torchrun, without Paraloom.

The same network, data, batch, optimizer and schedule as `workload.toml`, under DistributedDataParallel with
gloo, one thread a rank, pinned to one core. Rank 0 prints one JSON object.
"""

import json
import os
import sys
import time

import numpy as np
import torch
import torch.distributed as dist
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.nn.parallel import DistributedDataParallel
from torch.utils.data import DataLoader, DistributedSampler, TensorDataset

WARM_UP_STEPS = 20


def build_network() -> nn.Module:
    """The CNN of Paraloom's `cnn` model with channels 32 and 64, hidden 128, for 8×8 pictures."""
    layers: list[nn.Module] = []
    before = 1
    for channels in (32, 64):
        layers += [nn.Conv2d(before, channels, 3, padding=1), nn.ReLU()]
        layers += [nn.Conv2d(channels, channels, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2)]
        before = channels
    return nn.Sequential(*layers, nn.Flatten(), nn.Linear(64 * 2 * 2, 128), nn.ReLU(), nn.Linear(128, 10))


def main() -> None:
    """Train; arguments: micro-batch size, steps, then the number of data workers."""
    micro_batch_size, steps, workers = (int(argument) for argument in sys.argv[1:4])
    rank, world_size = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[rank]})
    torch.set_num_threads(1)
    dist.init_process_group("gloo")
    torch.manual_seed(0)
    pictures, classes = load_digits(return_X_y=True)
    pictures = pictures.astype(np.float32).reshape(-1, 1, 8, 8) / 16
    train_x, _, train_y, _ = train_test_split(
        pictures, classes.astype(np.int64), test_size=0.2, random_state=0, stratify=classes
    )
    data = TensorDataset(torch.tensor(train_x), torch.tensor(train_y))
    sampler: DistributedSampler[object] = DistributedSampler(data, seed=0)
    loader = DataLoader(data, batch_size=micro_batch_size, sampler=sampler, num_workers=workers,
                        persistent_workers=workers > 0)  # fmt: skip
    model = DistributedDataParallel(build_network())
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    loss_of = nn.CrossEntropyLoss()
    step, samples, started, first_step_time = 0, 0, 0.0, 0.0
    epoch = 0
    while step < steps:
        sampler.set_epoch(epoch)
        for inputs, targets in loader:
            optimizer.zero_grad()
            logits = model(inputs)
            loss = loss_of(logits, targets)
            loss.backward()
            optimizer.step()
            schedule.step()
            loss.item()
            (logits.argmax(1) == targets).sum().item()
            step += 1
            if step == 1:
                first_step_time = time.time()
            if step == WARM_UP_STEPS:
                started = time.perf_counter()
            elif step > WARM_UP_STEPS:
                samples += len(inputs) * world_size
            if step == steps:
                break
        epoch += 1
    seconds = time.perf_counter() - started
    if rank == 0:
        per_second = samples / seconds if samples else None
        print(json.dumps({"first_step_time": first_step_time, "samples_per_second": per_second}), flush=True)
    dist.barrier()  # without it a rank now and then aborts when its peer has left first
    dist.destroy_process_group()


if __name__ == "__main__":
    main()
