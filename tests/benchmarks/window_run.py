"""A run in the real window, in a process of its own, and how the window felt while it ran.

    python -m tests.benchmarks.window_run SPEC.toml RUNS_DIR 0|1

Prints one JSON object: the run's folder, the gaps of a 16 ms timer, and the seconds from each report of the
training loss in the rank until its point was painted.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from engine.record.events import RunState
from engine.record.folder import RunFolder
from engine.spec import RunSpec
from engine.spec.toml import read_spec, write_spec
from gui.app import open_window
from gui.models.messages import LoomState, LoomStatus
from gui.views.run.tab import RunTab
from gui.wiring import Window
from tests.benchmarks import contestants

TICK_MS = 16
_LOOK_MS, _SELDOM_MS = 20, 500
_AT_REST_SECONDS = 2.0
"""After the first step, until gaps and points count: the page has been built by then."""


@dataclass(frozen=True, slots=True)
class WindowRun:
    """What was seen of one run in the window. Times in s."""

    samples_per_second: float
    gaps: tuple[float, ...]
    delays: tuple[float, ...]


def run_in_window(spec: RunSpec, *, watched: bool = True) -> WindowRun:
    """One run in a window of its own; unwatched, nothing but the window takes time from it."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "spec.toml"
        write_spec(path, spec)
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.benchmarks.window_run",
                str(path),
                f"{scratch}/runs",
                str(int(watched)),
            ],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            timeout=600,
            env={"QT_QPA_PLATFORM": "offscreen", **os.environ},
        )
        seen = json.loads(done.stdout.splitlines()[-1])
        measured = contestants.measure(RunFolder(Path(seen["run"])), seen["asked"])
        return WindowRun(measured["samples_per_second"], tuple(seen["gaps"]), tuple(seen["delays"]))


def samples_per_second(spec: RunSpec) -> float:
    """Training samples a second with the window open."""
    return run_in_window(spec, watched=False).samples_per_second


class Watcher(QObject):
    """Starts the run once the loom is warm, watches, and ends the program when the run is over."""

    def __init__(self, window: Window, spec: RunSpec, *, measures: bool) -> None:
        super().__init__(window)
        self._window, self._spec, self._measures = window, spec, measures
        self._asked = self._last_tick = 0.0
        self._gaps: list[float] = []
        self._delays: list[float] = []
        self._num_drawn = self._num_painted = 0
        self._tab: RunTab | None = None
        self._counts_from = float("inf")
        self._tick = QTimer(self)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._note_gap)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS if measures else _SELDOM_MS)
        self._look.timeout.connect(self._look_after)
        window.engine.loom_status.connect(self._start)

    def _start(self, status: LoomStatus) -> None:
        if status.state is LoomState.WARM and not self._asked:
            self._asked = time.time()
            self._window.engine.start_run(self._spec)
            self._look.start()

    def _look_after(self) -> None:
        if self._tab is None:
            self._find_tab()
        elif self._tab.state.is_over:
            self._end()
        elif self._measures and self._counts_from == float("inf") and self._tab.step:
            self._counts_from = time.time() + _AT_REST_SECONDS
            self._last_tick = 0.0
            self._tick.start()

    def _find_tab(self) -> None:
        if not self._window.main.has_page("run") or self._window.table is None:
            return
        page: Any = self._window.main.page("run")
        self._tab = next((tab for row in self._window.table.rows if (tab := page.tab(row.path))), None)
        if self._tab is not None and self._measures:
            loss: Any = self._tab.plots.plot("loss")
            loss.area.installEventFilter(self)
            loss.redrawn.connect(self._note_drawn)

    def _note_gap(self) -> None:
        now = time.perf_counter()
        if self._last_tick and time.time() >= self._counts_from:
            self._gaps.append(now - self._last_tick)
        self._last_tick = now

    def _note_drawn(self) -> None:
        assert self._tab is not None
        self._num_drawn = len(self._tab.plots.plot("loss").curve_data("train/loss")[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """A paint of the loss plot: when it is over, the points drawn before are on the screen."""
        if event.type() is QEvent.Type.Paint and self._num_drawn > self._num_painted:
            QTimer.singleShot(0, self._note_painted)
        return False

    def _note_painted(self) -> None:
        assert self._tab is not None
        now = time.time()
        times = self._tab.plots.plot("loss").points("train/loss").times[self._num_painted : self._num_drawn]
        self._num_painted = self._num_drawn
        self._delays += [now - when for when in times.tolist() if when >= self._counts_from]

    def _end(self) -> None:
        assert self._tab is not None
        state, path = self._tab.state, self._tab.path
        if state is not RunState.COMPLETED:
            sys.exit(f"The run ended {state}.")
        seen = {"run": str(path), "asked": self._asked, "gaps": self._gaps, "delays": self._delays}
        print(json.dumps(seen), flush=True)
        QApplication.exit(0)  # not quit, which would ask what to do with a run that only just ended


def main() -> None:
    """Open the window and run."""
    spec, runs_dir = read_spec(Path(sys.argv[1])), Path(sys.argv[2])
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(runs_dir.parent))
    application, window = open_window(runs_dir)
    window.main.resize(1280, 800)
    Watcher(window, spec, measures=sys.argv[3] == "1")
    application.exec()
    window.close()


if __name__ == "__main__":
    main()
