"""A script in a spec: what is beside it, and how it is written and changed."""

import pytest

from engine.errors import SpecError
from engine.spec import MlpSpec, RunSpec, ScriptSpec
from engine.spec.toml import apply_changes, format_spec, parse_setting, parse_spec

_SPEC = RunSpec(
    name="mine", script=ScriptSpec(file="/a/train.py", arguments=("--lr", "0.1"), environment=("A=1",))
)


def test_that_a_script_is_written_alone_and_read_back() -> None:
    text = format_spec(_SPEC)
    assert "[script]" in text
    assert not [part for part in ("strategy", "model", "weights", "data", "training") if f"[{part}" in text]
    assert parse_spec(text) == _SPEC
    assert "[script]" not in format_spec(RunSpec())


def test_that_training_beside_a_script_is_refused_with_its_line() -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec('[script]\nfile = "/a.py"\n[model]\nkind = "mlp"\n')
    (problem,) = caught.value.problems
    assert (problem.field, problem.line) == ("model", 3)
    assert "means nothing to it" in problem.sentence


def test_that_an_unknown_option_of_a_script_is_named() -> None:
    with pytest.raises(SpecError, match=r"script has no option fil\. Did you mean file\?"):
        parse_spec('[script]\nfil = "/a.py"\n')


def test_that_settings_make_change_and_drop_a_script() -> None:
    settings = dict(parse_setting(text) for text in ("script.file=/b.py", 'script.arguments=["--lr", "1"]'))
    made = apply_changes(RunSpec(model=MlpSpec()), settings)
    assert made.script == ScriptSpec(file="/b.py", arguments=("--lr", "1"))
    assert apply_changes(made, {"script.fresh_process": True}).script.fresh_process  # type: ignore[union-attr]
    assert apply_changes(made, dict([parse_setting("script=none")])).script is None
    with pytest.raises(SpecError, match="means nothing to it"):
        apply_changes(made, {"training.max_steps": 3})
