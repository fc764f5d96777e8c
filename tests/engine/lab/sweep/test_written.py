"""What a form says of a sweep, and what is wrong with it."""

from dataclasses import replace
from typing import Any

import pytest

from engine.errors import SpecError
from engine.lab.sweep.record import EarlyStopping, Objective, Range, Sweep
from engine.lab.sweep.written import (
    WrittenOption,
    WrittenSweep,
    read_values,
    read_written,
    write_sweep_down,
    write_values,
)
from engine.spec import RunSpec

RATE = "training.optimizer.learning_rate"
SPEC = RunSpec()


def problems(*options: WrittenOption, **fields: Any) -> dict[str, str]:
    """By field, the sentences of all that is wrong."""
    given = {"method": "random", **{name.replace("__", "."): value for name, value in fields.items()}}
    with pytest.raises(SpecError) as caught:
        read_written(WrittenSweep(SPEC, options, given))
    return {one.field: one.sentence for one in caught.value.problems}


def test_that_a_sweep_that_is_written_down_reads_back_as_the_same() -> None:
    sweep = Sweep(
        name="all of it",
        base="digits-mlp",
        vary={
            RATE: Range(low=1e-5, high=0.1, scale="log", points=20),
            "training.micro_batch_size": (16, 64),
            "training.precision": ("fp32", "bf16"),
            "training.ema_decay": ("none", 0.9),
            "training.shuffle": (True, False),
            "training.freeze": (["a", "b"], []),
        },
        method="random",
        trials=7,
        max_seconds=60.5,
        objective=Objective(metric="eval/loss", direction="minimize", value="best"),
        early_stopping=EarlyStopping(rule="halving", min_steps=5),
    )
    assert read_written(write_sweep_down(sweep)) == sweep


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("training.seed", (0, 1)),
        (RATE, (1e-4, 0.5)),
        ("training.compile", (True, False)),
        ("training.max_epochs", (3, "none")),
        ("weights.file", ("a, b.pt", 'c"d\\.pt', "1")),
        ("training.freeze", (["layer1", "layer,2"], [])),
    ],
)
def test_that_values_in_a_line_read_back_as_the_same(key: str, values: tuple[object, ...]) -> None:
    assert read_values(key, write_values(values), SPEC) == values


def test_that_values_may_be_typed_in_many_ways() -> None:
    assert read_values("training.seed", " 1，2 ,, 3 ", SPEC) == (1, 2, 3)
    assert read_values("model.hidden", "64, 128", SPEC) == (64, 128)  # of a CNN a number, of an MLP a list
    assert read_values("model.channels", "[16, 32], [32, 64]", SPEC) == ([16, 32], [32, 64])


def test_that_what_is_wrong_with_an_option_names_its_place_in_the_form() -> None:
    found = problems(
        WrittenOption("training.seed", "1, 2"),
        WrittenOption("", "1"),
        WrittenOption("training.seed", "3"),
        WrittenOption("training.sed", "1"),
        WrittenOption("training.micro_batch_size", "0"),
        WrittenOption("training.grad_accum_steps", " "),
        WrittenOption(RATE, bounds={"low": 0.1, "high": 0.01}),
        WrittenOption("training.label_smoothing", bounds={"low": "little", "high": 0.5}),
        WrittenOption("training.ema_decay", bounds={"low": 0.5}),
        WrittenOption("training.freeze", '["layer1'),
        at_once=0,
        objective__metric="",
    )
    assert found["vary.1"] == "It is not said which option is varied."
    assert found["vary.2"] == "training.seed is varied twice."
    assert found["vary.3"] == "training has no option sed."
    assert found["vary.4"] == "0 is too small."
    assert found["vary.5"] == "No value is given."
    assert found["vary.6"] == "low = 0.1 is not below high = 0.01."
    assert found["vary.7.low"] == '"little" is not a number.'
    assert found["vary.8.high"] == "none is not a number."
    assert found["vary.9"] == '["layer1 cannot be read.'
    assert found["at_once"] == "0 is too small." and found["objective.metric"] == "It is empty."
    assert "vary.0" not in found and "vary" not in found


def test_that_a_form_in_which_nothing_is_varied_says_so_once() -> None:
    assert problems() == {"vary": "Nothing is varied."}


def test_that_a_grid_is_as_long_as_it_is_whatever_was_said_of_trials() -> None:
    written = WrittenSweep(SPEC, (WrittenOption("training.seed", "1, 2"),), {"method": "grid", "trials": 5})
    assert read_written(written).trials is None
    drawn = replace(written, fields={**written.fields, "method": "random"})
    assert read_written(drawn).trials == 5
