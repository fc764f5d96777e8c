from typing import Any

import pytest

from engine.errors import SpecError
from engine.spec import AdamWSpec, DdpSpec, DevicesSpec, MlpSpec, RunSpec, SgdSpec, TrainingSpec
from engine.spec.changes import find_changes
from engine.spec.toml import apply_changes, parse_setting

SPEC = RunSpec(
    strategy=DdpSpec(bucket_megabytes=5, sync_batch_norm=True),
    training=TrainingSpec(optimizer=AdamWSpec(learning_rate=0.5, beta1=0.1)),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("training.max_epochs=3", 3),
        ("training.max_epochs = 3", 3),
        ("training.max_epochs=none", None),
        ("training.max_epochs=None", None),
        ("training.seed=none", "none"),
        ("training.optimizer.learning_rate=1e-3", 1e-3),
        ("training.shuffle=true", True),
        ("training.shuffle=False", False),
        ("training.precision=bf16", "bf16"),
        ("strategy.kind=ddp", "ddp"),
        ("name=digits", "digits"),
        ('name="digits"', "digits"),
        ("name=3", "3"),
        ("name=true", "true"),
        ("name=none", "none"),
        ("description=a = b", "a = b"),
        ("description=", ""),
        ("devices.use=cpu:0,cpu:1", ["cpu:0", "cpu:1"]),
        ("devices.use=cpu:0, cpu:1-3", ["cpu:0", "cpu:1-3"]),
        ("devices.use=cpu:0,2", ["cpu:0,2"]),
        ('devices.use=["cpu:0", "cpu:1"]', ["cpu:0", "cpu:1"]),
        ("devices.use=cpu:0", ["cpu:0"]),
        ("devices.use=", []),
        ("model.channels=8,16", [8, 16]),
        ("model.channels=[8, 16]", [8, 16]),
        ("model.hidden=8,16", [8, 16]),
        ("no.such.field=3", 3),
        ("no.such.field=three", "three"),
    ],
)
def test_that_a_setting_is_read_as_its_field_takes_it(text: str, value: object) -> None:
    key, read = parse_setting(text)
    assert key == text.partition("=")[0].strip()
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize("text", ["training.max_epochs", "=3", "", " = 3"])
def test_that_what_is_no_setting_is_told(text: str) -> None:
    with pytest.raises(SpecError, match="KEY=VALUE"):
        parse_setting(text)


def test_that_changes_leave_the_first_spec_and_all_else_alone() -> None:
    changed = apply_changes(SPEC, {"training.max_epochs": 3, "devices.use": ("cpu:0",), "name": "other"})
    assert changed.training == SPEC.training.model_copy(update={"max_epochs": 3})
    assert changed.devices == DevicesSpec(use=("cpu:0",))
    assert (changed.name, changed.strategy, SPEC.name) == ("other", SPEC.strategy, "run")


def test_that_no_changes_change_nothing() -> None:
    assert apply_changes(SPEC, {}) == SPEC


def test_that_the_changes_between_two_specs_make_the_one_of_the_other() -> None:
    wanted = {"training.max_epochs": 3, "devices.use": ("cpu:0",), "model": MlpSpec(hidden=(3,)), "name": "x"}
    other = apply_changes(SPEC, wanted)
    assert find_changes(SPEC, other) == wanted
    assert apply_changes(SPEC, find_changes(SPEC, other)) == other
    assert apply_changes(other, find_changes(other, SPEC)) == SPEC
    assert find_changes(SPEC, SPEC) == {}


@pytest.mark.parametrize("empty", [None, "none"])
def test_that_an_optional_field_can_be_emptied(empty: object) -> None:
    assert apply_changes(SPEC, {"training.max_epochs": empty}).training.max_epochs is None


def test_that_another_kind_starts_its_part_afresh() -> None:
    changed = apply_changes(SPEC, {"training.optimizer.kind": "sgd"})
    assert changed.training.optimizer == SgdSpec()
    assert changed.strategy == SPEC.strategy


def test_that_options_of_the_new_kind_come_after_it_in_any_order() -> None:
    changes = {"training.optimizer.momentum": 0.5, "training.optimizer.kind": "sgd"}
    assert apply_changes(SPEC, changes).training.optimizer == SgdSpec(momentum=0.5)
    reversed_changes = dict(reversed(changes.items()))
    assert apply_changes(SPEC, reversed_changes) == apply_changes(SPEC, changes)


def test_that_the_same_kind_keeps_the_options() -> None:
    assert apply_changes(SPEC, {"strategy.kind": "ddp"}) == SPEC


def test_that_the_kind_of_devices_is_an_option_like_any() -> None:
    devices = DevicesSpec(count=2, cores_per_slice=3)
    changed = apply_changes(RunSpec(devices=devices), {"devices.kind": "gpu"})
    assert changed.devices == devices.model_copy(update={"kind": "gpu"})


@pytest.mark.parametrize("part", [MlpSpec(hidden=(3,)), {"kind": "mlp", "hidden": [3]}])
def test_that_a_whole_part_can_be_replaced(part: Any) -> None:
    changed = apply_changes(SPEC, {"model.dropout": 0.5, "model": part})
    assert changed.model == MlpSpec(hidden=(3,), dropout=0.5)
    if isinstance(part, dict):
        assert "dropout" not in part


def test_that_every_problem_of_the_changes_is_told_at_once() -> None:
    changes = {
        "training.max_epoch": 3,
        "name.first": "x",
        "strategy.kind": "dpp",
        "training.optimizer.momentum": 0.5,
        "training.seed": "3",
    }
    with pytest.raises(SpecError) as caught:
        apply_changes(SPEC, changes)
    problems = {problem.field: problem for problem in caught.value.problems}
    assert problems.keys() == changes.keys()
    assert all(problem.mend and problem.line is None for problem in problems.values())


def test_that_a_setting_of_an_unknown_part_is_told() -> None:
    with pytest.raises(SpecError, match="trainnig") as caught:
        apply_changes(SPEC, {"trainnig.max_epochs": 3})
    assert "training" in caught.value.problems[0].mend
