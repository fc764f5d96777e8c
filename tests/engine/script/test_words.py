"""`paraloom script`: words to a spec."""

from pathlib import Path

import pytest

from engine.cli.parser import build_parser
from engine.cli.script import script_spec
from engine.devices.inventory import Inventory
from engine.errors import SpecError
from engine.spec import DevicesSpec, RunSpec, ScriptSpec

MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


def spec_of(*words: str) -> RunSpec:
    return script_spec(build_parser().parse_args(["script", *words]), MACHINE)


def test_that_what_follows_the_script_is_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    spec = spec_of("--devices", "2", "--env", "A=1", "--json", "train.py", "--lr", "0.1", "--json")
    script = ScriptSpec(
        file=str(tmp_path / "train.py"),
        arguments=("--lr", "0.1", "--json"),
        working_folder=str(tmp_path),
        environment=("A=1",),
    )
    assert spec == RunSpec(name="train", devices=DevicesSpec(count=2), script=script)


def test_that_devices_are_named_and_options_set() -> None:
    words = ("--devices", "cpu:0,cpu:1", "--python", "--fresh", "--folder", "/", "--logs", "/logs")
    spec = spec_of(*words, "--name", "mine", "--set", "script.grace_seconds=3", "/a/train.py")
    assert spec.devices == DevicesSpec(use=("cpu:0", "cpu:1"))
    script = ScriptSpec(
        file="/a/train.py",
        working_folder="/",
        log_folder="/logs",
        start_as="python",
        fresh_process=True,
        grace_seconds=3.0,
    )
    assert (spec.name, spec.script) == ("mine", script)


def test_that_more_devices_than_there_are_is_a_sentence() -> None:
    with pytest.raises(SpecError, match="3 devices are asked for; this machine has 2 CPU slices"):
        spec_of("--devices", "3", "train.py")
