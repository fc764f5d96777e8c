"""Thousands of real run folders, as a sweep leaves them: two made by Paraloom, the others after them."""

import random
import shutil
import time
from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.planning import plan_run
from engine.record.events import Finished, RunState, StateChanged, append_event
from engine.record.folder import RunFolder, create_run
from engine.record.index import RunIndex
from engine.record.series import SeriesSet
from engine.spec import RunSpec
from engine.spec.presets import find_spec
from engine.spec.toml import format_spec, read_spec

_STATES = (RunState.COMPLETED,) * 8 + (RunState.FAILED, RunState.STOPPED)
_TAGS = ("paper", "baseline", "ablation", "warm-up")
_STEPS = 20


def make_runs(runs_dir: Path, count: int) -> None:
    """So many run folders that are over, with spec, plan, events, series and notes, and their index."""
    specs = [read_spec(find_spec(name)) for name in ("digits-single", "digits-mlp")]
    patterns = [_pattern(runs_dir, spec) for spec in specs]
    chance = random.Random(0)
    for number in range(count):
        _make_run(runs_dir, number, patterns[number % len(patterns)], chance)
    for folder in patterns:
        shutil.rmtree(folder.path)
    index = RunIndex(runs_dir)
    index.refresh()
    index.measure()


def _pattern(runs_dir: Path, spec: RunSpec) -> RunFolder:
    plan = plan_run(spec, read_inventory()).plan
    assert plan is not None
    folder = create_run(runs_dir, spec, plan)
    with SeriesSet(folder.series_dir) as series:
        for step in range(_STEPS):
            for source, metric in (("train", "loss"), ("eval", "loss"), ("eval", "accuracy")):
                series.report(source, metric, step, step / _STEPS)
    return folder


def _make_run(runs_dir: Path, number: int, pattern: RunFolder, chance: random.Random) -> None:
    began = time.time() - 60.0 * number
    moment = time.strftime("%Y-%m-%dT%H-%M-%S", time.localtime(began))
    folder = RunFolder(runs_dir / f"{moment}-sweep-{number:05}-x1")
    shutil.copytree(pattern.path, folder.path, copy_function=shutil.copyfile)
    folder.events_path.unlink()
    spec = pattern.read_spec()
    optimizer = spec.training.optimizer.model_copy(
        update={"learning_rate": chance.choice((0.001, 0.01, 0.1))}
    )
    training = spec.training.model_copy(update={"optimizer": optimizer, "seed": number})
    folder.spec_path.write_text(format_spec(spec.model_copy(update={"training": training})))
    state = chance.choice(_STATES)
    append_event(folder, StateChanged(time=began, state=RunState.CREATED))
    append_event(folder, StateChanged(time=began + 1, state=RunState.RUNNING))
    append_event(folder, StateChanged(time=began + 60, state=state))
    append_event(
        folder,
        Finished(
            time=began + 60,
            state=state,
            steps=chance.randrange(10, 500),
            epochs=10,
            train_loss=chance.random(),
            eval_loss=chance.random(),
            eval_accuracy=chance.random(),
            samples_per_second=chance.uniform(100, 10_000),
            start_to_first_step_seconds=0.4,
        ),
    )
    tags = chance.sample(_TAGS, chance.randrange(3))
    notes = '{"tags": ["' + '", "'.join(tags) + '"]}' if tags else "{}"
    folder.notes_path.write_text(notes)
