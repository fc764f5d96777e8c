"""Sweeps on disk: read back exactly, and every problem told at once."""

from pathlib import Path

import pytest

from engine.errors import SpecError
from engine.lab.sweep.files import find_sweep, format_sweep, read_sweep, write_sweep
from engine.lab.sweep.record import EarlyStopping, Objective, Range, Sweep
from engine.lab.sweep.trials import known_trials
from engine.spec import DdpSpec, DevicesSpec, RunSpec
from engine.spec.presets import list_presets, list_study_presets, list_sweep_presets

SWEEP = Sweep(
    name="rates",
    base="digits-ddp",
    spec=RunSpec(devices=DevicesSpec(count=2), strategy=DdpSpec()),
    vary={
        "training.optimizer.learning_rate": Range(low=1e-5, high=0.1, scale="log"),
        "training.micro_batch_size": Range(low=16, high=64, step=16),
        "training.clip_gradient_norm": ("none", 1.0),
    },
    method="random",
    trials=7,
    max_seconds=60.0,
    objective=Objective(metric="eval_loss", value="best"),
    early_stopping=EarlyStopping(rule="halving", min_steps=30),
)


def told(path: Path, text: str) -> list[str]:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpecError) as caught:
        read_sweep(path)
    return [str(problem) for problem in caught.value.problems]


def test_that_a_sweep_reads_back_exactly(tmp_path: Path) -> None:
    path = tmp_path / "sweep.toml"
    write_sweep(path, SWEEP)
    assert read_sweep(path) == SWEEP


@pytest.mark.parametrize("path", list_sweep_presets(), ids=lambda path: path.stem)
def test_that_every_preset_is_a_sound_sweep_and_nothing_else(path: Path, tmp_path: Path) -> None:
    sweep = read_sweep(path)
    copy = tmp_path / "sweep.toml"
    copy.write_text(format_sweep(sweep), encoding="utf-8")
    assert read_sweep(copy) == sweep
    assert known_trials(read_sweep(copy)) == known_trials(sweep)
    assert path not in (*list_presets(), *list_study_presets())
    assert find_sweep(path.stem) == path


def test_that_every_problem_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    text = """base = "digits-mlp"
method = "griddy"
trials = 0
[objective]
metric = "accuracy"
[vary]
"training.optimizer.learning_rat" = [0.1]
"training.micro_batch_size" = [0, 8]
training.seed = { low = 3, high = 1 }
training.grad_accum_steps = 2
"""
    problems = told(tmp_path / "sweep.toml", text)
    assert [one.split(": ")[:2] for one in problems] == [
        ["line 2", "method"],
        ["line 3", "trials"],
        ["line 7", "vary.training.optimizer.learning_rat"],
        ["line 8", "vary.training.micro_batch_size"],
        ["line 9", "vary.training.seed"],
        ["line 10", "vary.training.grad_accum_steps"],
    ]
    assert "Did you mean learning_rate?" in problems[2]
    assert "low = 3 is not below high = 1" in problems[4]
    text = text.replace('method = "griddy"\ntrials = 0\n', "\n\n").replace("high = 1", "high = 9")
    problems = told(tmp_path / "sweep.toml", text.replace("steps = 2", "steps = [2]"))
    assert [one.split(": ")[:2] for one in problems] == [
        ["line 5", "objective.metric"],
        ["line 7", "vary.training.optimizer.learning_rat"],
        ["line 8", "vary.training.micro_batch_size"],
        ["line 9", "vary.training.seed"],
    ]
    assert "a grid" in problems[3].lower()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = 'empty'\n", "Nothing is varied."),
        ("[vary]\ntraining.seed = { low = 0.5, high = 2 }\n", "is a whole number"),
        ("trials = 3\n[vary]\ntraining.seed = [1]\n", "not to be chosen"),
        ("[vary]\nname = ['a']\n", "changes nothing"),
        ("vary = 3\n", "vary is not a table."),
        ("version = 2\n[vary]\ntraining.seed = [1]\n", "version 2"),
        ("[vary]\ntraining.seed = { low = 0, high = 99999, step = 1 }\n", "10,000 at most"),
        ("[vary]\ntraining.clip_gradient_norm = { low = 0, high = 1, scale = 'log' }\n", "begin above 0"),
    ],
)
def test_that_what_cannot_be_is_told(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in problem for problem in told(tmp_path / "sweep.toml", text))


def test_that_an_option_of_another_kind_is_tried_beside_that_kind(tmp_path: Path) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text(
        '[vary]\ntraining.optimizer.kind = ["sgd", "adamw"]\ntraining.optimizer.momentum = [0.5]\n',
        encoding="utf-8",
    )
    assert read_sweep(path).vary["training.optimizer.momentum"] == (0.5,)
