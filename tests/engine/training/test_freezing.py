"""Frozen layers, their schedule, learning rates of their own: by pattern, and in real runs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from engine.errors import SpecError
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.spec import AdamWSpec, CnnSpec, GptSpec, RunSpec, SgdSpec, TrainingSpec
from engine.spec.toml import format_spec, parse_spec
from engine.training.freezing import build_freezing, learning_rate_factors
from engine.training.optimizers import build_optimizer, set_learning_rate
from tests.engine.models.building import built, facts_of, token_facts
from tests.engine.plan.machines import machine
from tests.outcome import values, weights
from tests.running import small_spec, wait_for_end

FIRST, LAST = ("0.weight", "0.bias"), ("6.weight", "6.bias", "8.weight", "8.bias")
SCHEDULE: dict[str, Any] = {
    "freeze": ("0", "2.*"),
    "unfreeze": ("0: 1", "2: 0.5"),
    "learning_rate_groups": ("8: 3",),
    "micro_batch_size": 64,
    "max_steps": 40,
}
"""Of the CNN in 23 steps an epoch: the second convolution after 12 steps, the first after 23."""


def cnn() -> nn.Module:
    return built(CnnSpec(channels=(4,), hidden=8), facts_of((1, 8, 8)))


def trained(module: nn.Module) -> set[str]:
    return {name for name, parameter in module.named_parameters() if parameter.requires_grad}


def training(**fields: Any) -> TrainingSpec:
    return TrainingSpec(**fields)


def small_run(strategy: str, devices: int, **fields: Any) -> RunSpec:
    more: dict[str, Any] = {"precision": "fp64", **SCHEDULE, **fields}
    more["micro_batch_size"] //= devices
    return small_spec(strategy=strategy, devices=devices, model="cnn", **more)


def test_that_layers_are_frozen_until_their_step() -> None:
    module = cnn()
    freezing = build_freezing(module, training(freeze=("0", "2*"), unfreeze=("2.weight: 0.5", "0: 2")), 10)
    assert freezing.starts == {"0.weight": 20, "0.bias": 20, "2.weight": 5, "2.bias": None}
    assert [step for step in range(30) if freezing.changes_at(step)] == [5, 20]
    assert freezing.trained_later == {"0.weight", "0.bias", "2.weight"}
    for step, more in ((0, set()), (4, set()), (5, {"2.weight"}), (20, {"2.weight", *FIRST})):
        freezing.apply(module, step)
        assert trained(module) == {*LAST} | more


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("embedding.token", {"embedding.token.weight"}),
        ("block*.norm1", set()),
        ("block*.norm?.bias", {f"block{block}.norm{norm}.bias" for block in (0, 1) for norm in (1, 2)}),
        ("head", {"embedding.token.weight"}),
    ],
)
def test_that_a_pattern_means_a_layer_or_names_and_a_shared_weight_by_either_name(
    pattern: str, names: set[str]
) -> None:
    module = built(GptSpec(width=8, depth=2, heads=2, tied_head=True), token_facts(4))
    if names:
        assert set(build_freezing(module, training(freeze=(pattern,)), 1).starts) == names
    else:
        with pytest.raises(SpecError, match="No parameter is called"):
            build_freezing(module, training(freeze=(pattern,)), 1)


@pytest.mark.parametrize(
    ("fields", "field", "sentence", "mend"),
    [
        ({"freeze": ("blok0",)}, "training.freeze", "called blok0", "block0"),
        ({"freeze": ("zzz",)}, "training.freeze", "called zzz", "embedding, block0"),
        ({"freeze": ("block0.atention.*",)}, "training.freeze", "block0.atention.*", "block0.attention"),
        ({"unfreeze": ("block0: 1",)}, "training.unfreeze", "block0 is not frozen", "Freeze it first"),
        ({"freeze": ("block0",), "unfreeze": ("x: 1",)}, "training.unfreeze", "called x", "embedding"),
        ({"freeze": ("*",)}, "training.freeze", "Everything is frozen", "last layer"),
        ({"freeze": ("*",), "unfreeze": ("head: 1",)}, "training.freeze", "Everything is frozen", "last"),
    ],
)
def test_that_what_cannot_be_frozen_is_told(
    fields: dict[str, Any], field: str, sentence: str, mend: str
) -> None:
    module = built(GptSpec(width=8, depth=1, heads=2), token_facts(4))
    with pytest.raises(SpecError) as caught:
        build_freezing(module, training(**fields), 10)
    (problem,) = caught.value.problems
    assert (problem.field, sentence in problem.sentence, mend in problem.mend) == (field, True, True), problem


def test_that_a_group_nobody_is_in_is_told() -> None:
    with pytest.raises(SpecError, match="No parameter is called fc"):
        learning_rate_factors(cnn(), training(learning_rate_groups=("fc: 2",)))


@pytest.mark.parametrize("text", ["layer4", "layer4: x", ": 3", "layer4: -1", "layer4: nan", ""])
def test_that_a_pattern_needs_its_number(text: str) -> None:
    for field in ("unfreeze", "learning_rate_groups"):
        with pytest.raises(SpecError) as caught:
            parse_spec(f'[training]\n{field} = ["{text}"]\n')
        (problem,) = caught.value.problems
        assert problem.field == f"training.{field}"
        assert "PATTERN: NUMBER" in problem.sentence


def test_that_patterns_are_written_and_read_back() -> None:
    spec = RunSpec(
        training=training(freeze=("a", "b.*"), unfreeze=("a: 2",), learning_rate_groups=("b: 0.5",))
    )
    assert parse_spec(format_spec(spec)) == spec


def test_that_the_first_pattern_that_fits_gives_the_learning_rate() -> None:
    module = cnn()
    factors = learning_rate_factors(module, training(learning_rate_groups=("8: 10", "*.weight: 0.5")))
    assert factors == {"8.weight": 10, "8.bias": 10, "0.weight": 0.5, "2.weight": 0.5, "6.weight": 0.5}
    optimizer = build_optimizer(SgdSpec(momentum=0.0), module, factors=factors)
    for parameter in module.parameters():
        parameter.grad = torch.ones_like(parameter)
    before = {name: parameter.detach().clone() for name, parameter in module.named_parameters()}
    set_learning_rate(optimizer, 0.25)
    optimizer.step()
    for name, parameter in module.named_parameters():
        assert torch.equal(parameter, before[name] - 0.25 * factors.get(name, 1.0)), name


def test_that_a_frozen_parameter_keeps_still_and_is_updated_later_as_if_it_were_new() -> None:
    module = nn.Sequential(nn.Linear(2, 2), nn.Linear(2, 2))
    module[0].requires_grad_(False)
    optimizer = build_optimizer(AdamWSpec(), module, trained_later={"0.weight", "0.bias"})
    before = module[0].weight.detach().clone()
    for step in range(3):
        if step == 2:
            module[0].requires_grad_(True)
        optimizer.zero_grad()
        module(torch.ones(1, 2)).sum().backward()
        optimizer.step()
        assert torch.equal(module[0].weight, before) is (step < 2)
    assert optimizer.state[module[0].weight]["step"].item() == 1
    assert optimizer.state[module[1].weight]["step"].item() == 3


def test_that_a_rank_of_frozen_layers_only_has_an_optimizer() -> None:
    module = nn.Linear(2, 2).requires_grad_(False)
    optimizer = build_optimizer(AdamWSpec(), module)
    set_learning_rate(optimizer, 0.1)
    optimizer.step()


def _finished(loom: Loom, runs_dir: Path, spec: RunSpec) -> RunFolder:
    folder = start_run(loom, runs_dir, spec, machine(cores=2))
    status = wait_for_end(folder)
    assert status.state is RunState.COMPLETED, status.failure
    return folder


@pytest.mark.parametrize(("strategy", "devices"), [("ddp", 2), ("data_parallel", 2)])
def test_that_two_slices_unfreeze_as_one_does(
    loom: Loom, runs_dir: Path, strategy: str, devices: int
) -> None:
    losses = [
        np.array(list(values(_finished(loom, runs_dir, spec), "train", "loss").values()))
        for spec in (small_run("single", 1), small_run(strategy, devices))
    ]
    np.testing.assert_allclose(losses[1], losses[0], rtol=1e-12, atol=0)


@pytest.mark.parametrize(("step", "unfrozen"), [(12, ""), (13, "2."), (23, "2."), (24, "0.")])
def test_that_a_frozen_layer_moves_only_once_it_is_unfrozen(
    loom: Loom, runs_dir: Path, step: int, unfrozen: str
) -> None:
    def after(steps: int) -> dict[str, bytes]:
        return weights(_finished(loom, runs_dir, small_run("single", 1, max_steps=steps)))

    first, last = after(1), after(step)
    moved = {
        name.removeprefix("model/") for name in first if name[:6] == "model/" and first[name] != last[name]
    }
    assert {*LAST} <= moved
    assert any(name.startswith("2.") for name in moved) is bool(unfrozen)
    assert any(name.startswith("0.") for name in moved) is (unfrozen == "0.")


@pytest.mark.parametrize(
    ("strategy", "devices", "saved_at"),
    [
        ("single", 1, 12),
        ("ddp", 2, 23),
        pytest.param("single", 1, 23, marks=pytest.mark.slow),
        pytest.param("ddp", 2, 12, marks=pytest.mark.slow),
        pytest.param("ddp", 2, 30, marks=pytest.mark.slow),
        pytest.param("fsdp", 2, 23, marks=pytest.mark.slow),
    ],
)
def test_that_a_run_resumed_within_the_schedule_ends_bit_by_bit_as_one_never_stopped(
    loom: Loom, runs_dir: Path, strategy: str, devices: int, saved_at: int
) -> None:
    spec = small_run(strategy, devices, precision="fp32")
    whole = _finished(loom, runs_dir, spec)
    cut = spec.training.model_copy(update={"max_steps": saved_at})
    part = _finished(loom, runs_dir, spec.model_copy(update={"training": cut}))
    resume_run(loom, part, {"training.max_steps": spec.training.max_steps}, machine(cores=2))
    assert wait_for_end(part).state is RunState.COMPLETED
    assert values(part, "train", "loss") == values(whole, "train", "loss")
    assert weights(part) == weights(whole)


def test_that_a_layer_nobody_knows_ends_the_run_before_its_first_step(loom: Loom, runs_dir: Path) -> None:
    folder = start_run(loom, runs_dir, small_run("single", 1, freeze=("layer1",), unfreeze=()), machine())
    status = wait_for_end(folder)
    assert (status.state, status.step) == (RunState.FAILED, 0)
    assert status.failure is not None
    assert "No parameter is called layer1." in status.failure.sentence
