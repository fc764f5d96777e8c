"""What a form offers to vary, and over what at first."""

import pytest

from engine.errors import SpecError
from engine.lab.sweep.written import WrittenOption, WrittenSweep, read_written, write_sweep_down
from engine.spec import RunSpec, ScriptSpec
from engine.spec.toml import parse_spec
from gui.models.sweep_draft import (
    all_options,
    first_bounds,
    first_option,
    fixed_choices,
    help_of,
    options_to_vary,
    sweep_of_spec,
)

SPECS = (
    RunSpec(),
    parse_spec(
        '[devices]\ncount = 2\n[strategy]\nkind = "ddp"\n[model]\nkind = "gpt"\n[data]\nkind = "text"\n'
    ),
    parse_spec(
        '[model]\nkind = "mlp"\n[training.optimizer]\nkind = "sgd"\n[training.schedule]\nkind = "cosine"\n'
    ),
    RunSpec(script=ScriptSpec(file="/x/train.py")),
)


@pytest.mark.parametrize("spec", SPECS, ids=("cnn", "gpt", "sgd", "script"))
def test_that_every_option_that_is_offered_takes_what_is_first_proposed(spec: RunSpec) -> None:
    offered = options_to_vary(spec)
    assert len(offered) > 5
    for key in offered:
        option = first_option(spec, key)
        try:
            read_written(WrittenSweep(spec, (option,), {"method": "grid"}))
        except SpecError as error:  # another kind of part may lack what the spec needs: that is told then
            assert key.endswith("kind"), error
        assert key in all_options()


def test_that_options_of_a_kind_that_is_varied_are_offered_too() -> None:
    spec = RunSpec()
    assert "training.optimizer.momentum" not in options_to_vary(spec)
    kinds = WrittenOption("training.optimizer.kind", "adamw, sgd")
    assert "training.optimizer.momentum" in options_to_vary(spec, (kinds,))
    assert "training.optimizer.beta1" in options_to_vary(spec, (kinds,))


def test_that_a_script_is_not_trained() -> None:
    offered = options_to_vary(SPECS[3])
    assert "script.start_as" in offered and not any(key.startswith("training") for key in offered)
    assert sweep_of_spec(SPECS[3]).vary == {}


def test_that_what_is_composed_begins_with_its_learning_rate() -> None:
    sweep = sweep_of_spec(RunSpec(name="mine"))
    assert (sweep.name, list(sweep.vary)) == ("mine", ["training.optimizer.learning_rate"])
    assert read_written(write_sweep_down(sweep)) == sweep


def test_that_choices_and_ranges_are_those_of_the_field() -> None:
    spec = RunSpec()
    assert fixed_choices(spec, "training.compile") == ("false", "true")
    assert "bf16" in fixed_choices(spec, "training.precision") and not fixed_choices(spec, "training.seed")
    assert first_bounds(spec, "training.ema_decay")["low"] > 0.0
    assert first_bounds(spec, "training.label_smoothing")["high"] < 1.0
    assert help_of(spec, "training.seed").startswith("Seeds weights")
    assert help_of(spec, "training.optimizer.momentum") and not help_of(spec, "nothing.of.the.kind")
