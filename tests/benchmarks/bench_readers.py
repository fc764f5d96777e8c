"""From a folder of runs to their curves: Paraloom against TensorBoard's own readers and MLflow's stores.

    python -m tests.benchmarks.bench_readers [--runs 100 1000] [--rounds 5] [--peer-runs 100] [--patience 30]

Everybody reads the same points, written to the same disk before and still in the system's cache, in a process
of its own each time; the clock starts when its modules are imported. *Newest* is the time until the newest
run's curve is there, *all* until all are. Paraloom's are then drawn into an image of 1200×700; the others'
are arrays, not drawn, which favours them. *Memory* is the most that the process and its server ever had,
*grown* how much of it came with reading.

EventAccumulator and MLflow take about a second a run: they read `--peer-runs` runs at most, also beside more
of Paraloom's, and whoever took longer than `--patience` seconds is not asked again. Nothing is extrapolated.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from engine.record.series import SeriesSet
from tests.benchmarks import same_runs
from tests.benchmarks.table import format_table, race

_MIB = 2**20
_LOGGED = 2000
_ONE_BY_ONE = 200
"""Points of MLflow's log_metric, which takes milliseconds for each."""


@dataclass(slots=True)
class Contestant:
    """A reader on so many runs, and what it needed in every round."""

    name: str
    kind: str
    folder: Path
    num_runs: int
    rounds: list[dict[str, float]] = field(default_factory=list)

    def median(self, figure: str) -> float:
        """The middle round."""
        return statistics.median(each[figure] for each in self.rounds)


@dataclass(frozen=True, slots=True)
class Store:
    """A form in which runs are kept, who reads it, and on how many runs at most."""

    key: str
    write: Callable[[Path, int, int], None]
    readers: tuple[tuple[str, str], ...]
    """Name and kind, of `readers`."""
    is_slow: bool = False


STORES = (
    Store("paraloom", same_runs.write_paraloom, (("Paraloom, drawn", "paraloom"),)),
    Store(
        "events",
        same_runs.write_tensorboard,
        (
            ("TensorBoard data server, 1,000 points a curve", "ingester"),
            ("TensorBoard data server, all points", "ingester-all"),
        ),
    ),
    Store(
        "events",
        same_runs.write_tensorboard,
        (("TensorBoard EventAccumulator", "accumulator"),),
        is_slow=True,
    ),
    Store(
        "database", same_runs.write_mlflow_database, (("MLflow, SQLite", "mlflow-database"),), is_slow=True
    ),
    Store("files", same_runs.write_mlflow_files, (("MLflow, files", "mlflow-files"),), is_slow=True),
)


def contestants(scratch: Path, options: argparse.Namespace) -> dict[int, list[Contestant]]:
    """For each number of runs all of them, Paraloom first, with their runs written."""
    known: dict[tuple[str, int], Contestant] = {}
    tables: dict[int, list[Contestant]] = {}
    for num_runs in sorted(options.runs):
        tables[num_runs] = []
        for store in STORES:
            count = min(num_runs, options.peer_runs) if store.is_slow else num_runs
            folder = scratch / f"{store.key}-{count}"
            if not folder.exists():
                folder.mkdir()
                began = time.perf_counter()
                store.write(folder, count, options.points)
                print(f"{folder.name} written in {time.perf_counter() - began:.0f} s", flush=True)
            for name, kind in store.readers:
                known.setdefault((kind, count), Contestant(name, kind, folder, count))
                tables[num_runs].append(known[kind, count])
    return tables


def read_once(contestant: Contestant, num_points: int) -> None:
    """In a new process."""
    words = [contestant.kind, str(contestant.folder), str(contestant.num_runs), str(num_points)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.readers", *words],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout.splitlines()[-1])
    contestant.rounds.append({**found, "grown": found["memory"] - found["before"]})


def format_readers(title: str, found: Sequence[Contestant]) -> str:
    """A row a contestant: medians, and how many times the first one's each is."""
    heads = ("runs", "rounds", "newest s", "×", "all s", "×", "memory MiB", "×", "grown MiB", "×")
    lines = [title, f"  {'':<48}" + "".join(f"{head:>11}" for head in heads)]
    for each in found:
        cells = [f"{each.num_runs:,}", str(len(each.rounds))]
        for figure, scale in (("newest_seconds", 1), ("all_seconds", 1), ("memory", _MIB), ("grown", _MIB)):
            median, first = each.median(figure), found[0].median(figure)
            cells += [
                f"{median / scale:.3g}" if scale == 1 else f"{median / scale:.0f}",
                f"{median / first:.3g}",
            ]
        lines.append(f"  {each.name:<48}" + "".join(f"{cell:>11}" for cell in cells))
    return "\n".join(lines)


# --- what it costs to log a point


def log_paraloom() -> float:
    """Microseconds a point, files closed."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with closing(SeriesSet(Path(folder))) as series:
            for step in range(_LOGGED):
                series.report(same_runs.SOURCE, same_runs.METRIC, step, 1.0 / (step + 1))
                series.flush_due()
        return (time.perf_counter() - begin) / _LOGGED * 1e6


def log_tensorboard() -> float:
    """The same with TensorBoard's writer, as torch offers it."""
    from torch.utils.tensorboard import SummaryWriter

    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with closing(SummaryWriter(folder)) as writer:
            for step in range(_LOGGED):
                writer.add_scalar(same_runs.TAG, 1.0 / (step + 1), step)
        return (time.perf_counter() - begin) / _LOGGED * 1e6


@contextmanager
def mlflow_run(uri: Callable[[Path], str]) -> Iterator[tuple[object, str]]:
    """A client and a run of its own, in a store that goes afterwards."""
    os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
    from mlflow import MlflowClient

    with tempfile.TemporaryDirectory() as folder:
        client = MlflowClient(tracking_uri=uri(Path(folder)))
        yield client, client.create_run(client.create_experiment(same_runs.EXPERIMENT)).info.run_id


def log_mlflow(uri: Callable[[Path], str]) -> float:
    """The same with MLflow's fastest way: a thousand points a call, which nobody sees until then."""
    from mlflow.entities import Metric

    with mlflow_run(uri) as (client, run):
        begin = time.perf_counter()
        for first in range(0, _LOGGED, 1000):
            steps = range(first, first + 1000)
            client.log_batch(
                run, [Metric(same_runs.TAG, 1.0 / (step + 1), 10**12 + step, step) for step in steps]
            )
        return (time.perf_counter() - begin) / _LOGGED * 1e6


def log_mlflow_one_by_one(uri: Callable[[Path], str]) -> float:
    """The same as its tutorials do it."""
    with mlflow_run(uri) as (client, run):
        begin = time.perf_counter()
        for step in range(_ONE_BY_ONE):
            client.log_metric(run, same_runs.TAG, 1.0 / (step + 1), step=step)
        return (time.perf_counter() - begin) / _ONE_BY_ONE * 1e6


def race_logging(rounds: int) -> str:
    """The table of what a point costs its writer."""
    database, files = same_runs.mlflow_database_uri, same_runs.mlflow_files_uri
    results = race(
        {
            "Paraloom SeriesSet.report": log_paraloom,
            "TensorBoard SummaryWriter.add_scalar": log_tensorboard,
            "MLflow log_batch of 1,000, SQLite": partial(log_mlflow, database),
            "MLflow log_batch of 1,000, files": partial(log_mlflow, files),
            "MLflow log_metric, SQLite": partial(log_mlflow_one_by_one, database),
            "MLflow log_metric, files": partial(log_mlflow_one_by_one, files),
        },
        rounds=rounds,
    )
    return format_table("\nTo log a point", "µs a point", results)


def main() -> None:
    """Write the runs, race, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--points", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peer-runs", type=int, default=100)
    parser.add_argument("--patience", type=float, default=30.0)
    options = parser.parse_args()
    print(race_logging(options.rounds), flush=True)
    with tempfile.TemporaryDirectory() as scratch:
        tables = contestants(Path(scratch), options)
        everybody = {id(each): each for found in tables.values() for each in found}.values()  # once each
        for _ in range(options.rounds):
            for each in everybody:
                if all(taken["all_seconds"] <= options.patience for taken in each.rounds):
                    read_once(each, options.points)
    for num_runs, found in tables.items():
        title = f"\nFrom a folder to its curves, {num_runs:,} runs of {options.points:,} points"
        print(format_readers(title, found))


if __name__ == "__main__":
    main()
