"""The curves of two runs side by side: read while they are looked at, in the colours of their panes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.record.facts import Facts
from engine.record.series import SeriesWriter
from engine.record.sketch import Sketch
from gui.engine_thread import EngineThread
from gui.models.compare_messages import CurvesRead, CurvesWanted, RunCurve
from gui.models.messages import RunRow, RunTable
from gui.theme import ThemeKeeper, device_colour
from gui.views.lab.duel import Duel
from tests.gui.rows import run_row

SINGLE = run_row("single", strategy="single", devices="CPU 0")
DDP = run_row("ddp")


@pytest.fixture
def duel(qtbot: QtBot, keeper: ThemeKeeper) -> Duel:
    duel = Duel(keeper)
    qtbot.addWidget(duel)
    duel.resize(1196, 770)
    return duel


def show(duel: Duel, *rows: RunRow) -> list[CurvesWanted]:
    """Look at two runs; gives what is wanted of them, and after that."""
    wanted: list[CurvesWanted] = []
    duel.plot.wanted.connect(wanted.append)
    duel.set_table(RunTable(rows=rows))
    duel.show()
    return wanted


def curve(path: Path, value: float, speed: float = 1.0) -> RunCurve:
    steps = np.arange(3.0)
    values = np.full(3, value, np.float32)
    return RunCurve(path, Sketch(steps, 1e9 + steps / speed, values, values, value, 3, 1), None)


def choose(duel: Duel, name: str, data: str) -> None:
    box = duel.findChild(QComboBox, name)
    assert box is not None
    box.setCurrentIndex(box.findData(data))


def test_that_both_runs_are_drawn_in_the_colours_of_their_panes(duel: Duel, qtbot: QtBot) -> None:
    wanted = show(duel, DDP, SINGLE)
    assert duel.first.run == SINGLE and wanted[-1].runs == (SINGLE.path, DDP.path)
    assert (wanted[-1].source, wanted[-1].metric) == ("train", "loss")
    curves = (curve(SINGLE.path, 0.5), curve(DDP.path, 0.25, speed=2.0))
    duel.plot.take(CurvesRead(wanted[-1], curves))
    first, second = duel.plot.curves
    assert (first.colour, second.colour) == (device_colour(0), device_colour(1))
    assert second.main.x.tolist() == [0.0, 0.5, 1.0] and first.main.x.tolist() == [0.0, 1.0, 2.0]
    assert duel.plot.readout() == "single ×1 0.5, ddp ×2 0.25"
    duel.plot.plot.draw_now()
    assert duel.plot.plot.view[1] == pytest.approx(2.0, abs=0.1)
    log = duel.findChild(QCheckBox, "lab-duel-log")
    assert log is not None
    log.setChecked(True)
    duel.plot.plot.draw_now()
    low, high = duel.plot.plot.height_shown
    assert low < np.log10(0.25) < np.log10(0.5) < high < 0


def test_that_samples_lie_along_it_where_runs_tell_how_many_a_step_has(duel: Duel) -> None:
    batch = Facts.of({"plan.batch.global_batch_size": 64})
    wanted = show(duel, replace(DDP, options=batch), SINGLE)
    duel.plot.take(CurvesRead(wanted[-1], (curve(SINGLE.path, 0.5), curve(DDP.path, 0.25))))
    choose(duel, "lab-duel-align", "samples")
    (only,) = duel.plot.curves
    assert only.key == "ddp ×2" and only.main.x.tolist() == [0.0, 64.0, 128.0]
    notes = [one.text() for one in duel.plot.findChildren(QLabel) if one.isVisible()]
    assert "A run does not tell how many samples a step has: it is left out." in notes


def test_that_only_what_is_looked_at_is_read(duel: Duel) -> None:
    wanted = show(duel, DDP, SINGLE)
    smooth = duel.findChild(QCheckBox, "lab-duel-smooth")
    assert smooth is not None and wanted[-1].smoothed == {SINGLE.path, DDP.path}
    smooth.setChecked(False)
    assert wanted[-1].smoothed == frozenset()
    choose(duel, "lab-duel-metric", "eval/accuracy")
    assert (wanted[-1].source, wanted[-1].metric) == ("eval", "accuracy") and not smooth.isEnabled()
    duel.plot.take(CurvesRead(wanted[0], (curve(SINGLE.path, 0.5),)))
    assert duel.plot.curves == ()  # of another metric
    duel.hide()
    assert wanted[-1].runs == ()


def test_that_the_engine_reads_both_beside_what_is_compared(duel: Duel, qtbot: QtBot, runs_dir: Path) -> None:
    engine = EngineThread(runs_dir)
    engine.start()
    rows = []
    for row in (SINGLE, DDP):
        path = runs_dir / row.name / "series" / "train" / "loss.f64"
        path.parent.mkdir(parents=True)
        writer = SeriesWriter(path)
        writer.append_many(np.arange(40), 1e9 + np.arange(40), np.linspace(2.0, 1.0, 40))
        writer.close()
        rows.append(replace(row, path=runs_dir / row.name))
    duel.plot.wanted.connect(engine.watch_pair)
    engine.pair_read.connect(duel.plot.take)
    engine.watch_curves(CurvesWanted(runs=(rows[0].path,)))
    show(duel, *rows)
    qtbot.waitUntil(lambda: [len(one.main.x) for one in duel.plot.curves] == [40, 40])
    engine.stop()
