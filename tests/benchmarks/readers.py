"""Whoever reads a folder of runs, in a process of its own: a contestant of bench_readers.

    python -m tests.benchmarks.readers paraloom|accumulator|ingester|ingester-all|mlflow-… FOLDER RUNS POINTS

Prints a JSON object: seconds from knowing the folder until the newest run's curve is there and until all are,
and the most memory the process (and its server, where it has one) ever had, with what it had before it began.
Paraloom's curves are there when they are drawn into an image, the others' when they are arrays [n] of steps
and values: they draw nothing. All modules are imported before.
"""

import json
import os
import sys
import time
from abc import ABC, abstractmethod
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from tests.benchmarks.same_runs import EXPERIMENT, METRIC, SOURCE, TAG, mlflow_database_uri, mlflow_files_uri

Arrays = tuple[np.ndarray, np.ndarray]
_SIZE = (1200, 700)
_TENSORBOARD_POINTS = 1000
"""Of a curve, that TensorBoard keeps and shows where nothing else is asked."""


class Reader(ABC):
    """One way to read a folder of runs."""

    def __init__(self, folder: Path, num_points: int) -> None:
        self.folder, self.num_points = folder, num_points

    @abstractmethod
    def read_newest(self) -> None:
        """Returns when its curve is there."""

    @abstractmethod
    def read_all(self) -> int:
        """Returns when all curves are there: their number."""


class Paraloom(Reader):
    """The worker of the page that compares runs, with its pauses for the window, and the page's plot."""

    def __init__(self, folder: Path, num_points: int) -> None:
        super().__init__(folder, num_points)
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from PySide6.QtWidgets import QApplication

        from gui.engine_thread.compare import CompareWorker
        from gui.models.compare_messages import CurvesRead
        from gui.plots.overlay_plot import OverlayPlot
        from gui.theme import ThemeKeeper

        self._application = QApplication(["readers", "-style", "Fusion"])
        self._keeper = ThemeKeeper(self._application, first="dark")
        self._plot = OverlayPlot(self._keeper, "Curves")
        self._plot.resize(*_SIZE)
        self._plot.show()
        self._application.processEvents()
        self._empty = self._plot.grab().toImage()
        self._worker = CompareWorker()
        self._worker.begin()
        self._found: dict[Path, Any] = {}

        def take(read: CurvesRead) -> None:
            self._found.update({curve.path: curve.raw for curve in read.curves})

        self._worker.curves_read.connect(take)

    def read_newest(self) -> None:
        from engine.record.folder import list_runs

        self._show(list_runs(self.folder)[:1])

    def read_all(self) -> int:
        from engine.record.folder import list_runs

        return self._show(list_runs(self.folder))

    def _show(self, runs: tuple[Path, ...]) -> int:
        from gui.colours import DEVICE_COLOURS
        from gui.models.compare_messages import CurvesWanted
        from gui.plots.overlay import OverlayCurve, Stretches

        self._worker.watch(CurvesWanted(runs, SOURCE, METRIC))
        while len(self._found) < len(runs):
            self._application.processEvents()
        curves = []
        for number, run in enumerate(runs):
            sketch, colour = self._found[run], DEVICE_COLOURS[number % len(DEVICE_COLOURS)]
            assert sketch.num_points == self.num_points
            stretches = Stretches(sketch.steps, sketch.low, sketch.high, sketch.stretch == 1)
            curves.append(OverlayCurve(run.name, colour, False, stretches))
        self._plot.set_curves(curves)
        self._plot.draw_now()
        picture = self._plot.grab().toImage()
        assert picture != self._empty
        if place := os.environ.get("BENCH_PICTURE"):
            picture.save(place.format(len(runs)))
        return len(runs)


class Accumulator(Reader):
    """TensorBoard's EventAccumulator, which keeps every point as it is asked to, run after run."""

    def __init__(self, folder: Path, num_points: int) -> None:
        super().__init__(folder, num_points)
        from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

        self._kind, self._kept = EventAccumulator, {}

    def read_newest(self) -> None:
        self._curve(max(self.folder.iterdir()))

    def read_all(self) -> int:
        return len([self._curve(run) for run in self.folder.iterdir()])

    def _curve(self, run: Path) -> Arrays:
        if run not in self._kept:
            self._kept[run] = self._kind(str(run), size_guidance={"scalars": 0})
            self._kept[run].Reload()
        points = self._kept[run].Scalars(TAG)
        assert len(points) == self.num_points
        return _arrays(points)


class Ingester(Reader):
    """TensorBoard's data server, a program in Rust, and what TensorBoard asks of it."""

    def __init__(self, folder: Path, num_points: int, *, kept: int) -> None:
        """Args: kept: of a curve; 0: all points."""
        super().__init__(folder, num_points)
        from tensorboard.context import RequestContext
        from tensorboard.data.provider import RunTagFilter
        from tensorboard.data.server_ingester import SubprocessServerDataIngester, get_server_binary
        from tensorboard.util.grpc_util import ChannelCredsType

        self._kept = kept or num_points
        self._asked = {"experiment_id": "", "plugin_name": "scalars"}
        self._context, self._filter = RequestContext(), RunTagFilter
        self._ingester = SubprocessServerDataIngester(
            get_server_binary(),
            str(folder),
            reload_interval=0,
            channel_creds_type=ChannelCredsType.LOCAL,
            samples_per_plugin={"scalars": kept},
        )

    def read_newest(self) -> None:
        self._ingester.start()
        self._read([max(self.folder.iterdir()).name])

    def read_all(self) -> int:
        return self._read([run.name for run in self.folder.iterdir()])

    def _read(self, runs: list[str]) -> int:
        provider = self._ingester.data_provider
        while not self._are_loaded(runs):
            time.sleep(0.01)
        for run in runs:  # one after the other: a message has a greatest size
            wanted = self._filter(runs=[run], tags=[TAG])
            found = provider.read_scalars(
                self._context, **self._asked, downsample=self._kept, run_tag_filter=wanted
            )
            assert len(_arrays(found[run][TAG])[0]) == self._kept
        return len(runs)

    def _are_loaded(self, runs: list[str]) -> bool:
        found = self._ingester.data_provider.list_scalars(self._context, **self._asked)
        return all(run in found and found[run][TAG].max_step == self.num_points - 1 for run in runs)


class Mlflow(Reader):
    """MLflow's client on one of its stores: the runs are searched, then each curve's history is asked for."""

    def __init__(self, folder: Path, num_points: int, *, uri: str) -> None:
        super().__init__(folder, num_points)
        os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
        from mlflow import MlflowClient

        self._client = MlflowClient(tracking_uri=uri)

    def read_newest(self) -> None:
        self._curve(self._runs(1)[0].info.run_id)

    def read_all(self) -> int:
        return len([self._curve(run.info.run_id) for run in self._runs(50_000)])

    def _runs(self, most: int) -> Any:
        experiment = self._client.get_experiment_by_name(EXPERIMENT).experiment_id
        newest_first = ["attributes.start_time DESC"]
        return self._client.search_runs([experiment], max_results=most, order_by=newest_first)

    def _curve(self, run: str) -> Arrays:
        points = self._client.get_metric_history(run, TAG)
        assert len(points) == self.num_points
        return _arrays(points)


def _arrays(points: Any) -> Arrays:
    steps = np.fromiter((point.step for point in points), np.int64, len(points))
    return steps, np.fromiter((point.value for point in points), np.float64, len(points))


def _make(kind: str, folder: Path, num_points: int) -> Reader:
    makers = {
        "paraloom": Paraloom,
        "accumulator": Accumulator,
        "ingester": partial(Ingester, kept=_TENSORBOARD_POINTS),
        "ingester-all": partial(Ingester, kept=0),
        "mlflow-files": partial(Mlflow, uri=mlflow_files_uri(folder)),
        "mlflow-database": partial(Mlflow, uri=mlflow_database_uri(folder)),
    }
    return makers[kind](folder, num_points)


def _most_memory() -> int:
    """Bytes that this process and its children had at most, each by its own."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(_high_water(process.pid) for process in processes)


def _high_water(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Read, and say how that went."""
    kind, folder, num_runs, num_points = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    reader = _make(kind, folder, num_points)
    before = _most_memory()
    began = time.perf_counter()
    reader.read_newest()
    newest = time.perf_counter() - began
    count = reader.read_all()
    both = time.perf_counter() - began
    assert count == num_runs, (count, num_runs)
    found = {"newest_seconds": newest, "all_seconds": both, "memory": _most_memory(), "before": before}
    print(json.dumps(found), flush=True)
    os._exit(0)


if __name__ == "__main__":
    main()
