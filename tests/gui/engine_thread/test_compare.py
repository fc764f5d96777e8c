from pathlib import Path

import numpy as np
from pytestqt.qtbot import QtBot

from engine.record.series import SeriesWriter
from gui.engine_thread import EngineThread
from gui.models.compare_messages import CurvesRead, CurvesWanted, DetailRead, DetailWanted, RunCurve, Window


def _write(run: Path, first: int, count: int) -> None:
    path = run / "series" / "train" / "loss.f64"
    path.parent.mkdir(parents=True, exist_ok=True)
    steps = np.arange(first, first + count)
    writer = SeriesWriter(path)
    writer.append_many(steps, 1e9 + steps, steps % 5)
    writer.close()


def test_that_curves_are_read_smoothed_grown_and_looked_at_closely(
    engine: EngineThread, runs_dir: Path, qtbot: QtBot
) -> None:
    runs = tuple(runs_dir / name for name in ("one", "two", "missing"))
    for run in runs[:2]:
        _write(run, 0, 70_000)
    found: dict[Path, RunCurve] = {}
    closer: list[DetailRead] = []

    def keep(read: CurvesRead) -> None:
        found.update({curve.path: curve for curve in read.curves})

    engine.curves_read.connect(keep)
    engine.detail_read.connect(closer.append)
    wanted = CurvesWanted(runs=runs, smoother="average", width=9, smoothed=frozenset(runs[:1]))
    engine.watch_curves(wanted)
    qtbot.waitUntil(lambda: len(found) == 3)
    one, two, missing = (found[run] for run in runs)
    assert one.raw.num_points == 70_000
    assert one.raw.steps is two.raw.steps
    assert one.smooth is not None
    assert two.smooth is None
    assert np.ptp(one.smooth.low[1000:]) < 4.0
    assert missing.raw.num_points == 0
    _write(runs[1], 70_000, 10)
    qtbot.waitUntil(lambda: found[runs[1]].raw.num_points == 70_010)
    engine.look_closely(DetailWanted(wanted, "step", (Window(runs[0], 100.0, 110.0),), 100))
    qtbot.waitUntil(lambda: bool(closer))
    assert closer[0].details[0].x.tolist() == list(range(100, 111))
