"""What it costs to record a point, and to follow 32 live series 20 times a second, against TensorBoard.

    python -m tests.benchmarks.bench_record [--rounds 7]

Both write the same points (32 series, the same steps and values) to the same disk and end with all of them in
their files. TensorBoard is read in its leanest way too: its bare file loader, without its accumulator.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import numpy as np
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
from torch.utils.tensorboard import SummaryWriter

from engine.record.series import SeriesSet, SeriesTail, read_points
from tests.benchmarks.table import format_table, race

NUM_SERIES = 32
STEPS = 1000
POLLS = 20
POINTS_A_POLL = 10
METRICS = [f"metric_{number}" for number in range(NUM_SERIES)]
VALUES = np.random.default_rng(0).normal(size=(STEPS, NUM_SERIES)).tolist()


def record_paraloom(flush_each_step: bool) -> float:
    """Microseconds a point, files closed."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        series = SeriesSet(Path(folder))
        for step, values in enumerate(VALUES):
            for metric, value in zip(METRICS, values, strict=True):
                series.report("train", metric, step, value)
            if flush_each_step:
                series.flush()
            else:
                series.flush_due()
        series.close()
        seconds = time.perf_counter() - start
        assert len(read_points(Path(folder) / "train" / f"{METRICS[-1]}.f64")) == STEPS
    return seconds / (STEPS * NUM_SERIES) * 1e6


def record_tensorboard(flush_each_step: bool) -> float:
    """Microseconds a point, file closed."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        writer = SummaryWriter(folder)
        for step, values in enumerate(VALUES):
            for metric, value in zip(METRICS, values, strict=True):
                writer.add_scalar(metric, value, step)
            if flush_each_step:
                writer.flush()
        writer.close()
        seconds = time.perf_counter() - start
    return seconds / (STEPS * NUM_SERIES) * 1e6


def poll_paraloom(new_points: int) -> float:
    """Milliseconds a poll of all series."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        series = stack.enter_context(SeriesSet(Path(folder)))
        tails = [SeriesTail(Path(folder) / "train" / f"{metric}.f64") for metric in METRICS]
        for tail in tails:
            stack.callback(tail.close)

        def write(first: int, count: int) -> None:
            for step in range(first, first + count):
                for metric, value in zip(METRICS, VALUES[step % STEPS], strict=True):
                    series.report("train", metric, step, value)
            series.flush()

        return _time_polls(write, lambda: sum(len(tail.poll()) for tail in tails), new_points)


def poll_tensorboard(new_points: int, *, accumulate: bool) -> float:
    """Milliseconds a poll of all series."""
    with tempfile.TemporaryDirectory() as folder, SummaryWriter(folder) as writer:
        (path,) = Path(folder).iterdir()
        accumulator = EventAccumulator(str(path), size_guidance={"scalars": 0})
        loader = LegacyEventFileLoader(str(path))

        def write(first: int, count: int) -> None:
            for step in range(first, first + count):
                for metric, value in zip(METRICS, VALUES[step % STEPS], strict=True):
                    writer.add_scalar(metric, value, step)
            writer.flush()

        def load() -> int:
            return sum(1 for event in loader.Load() for _ in event.summary.value)

        def reload() -> int:
            accumulator.Reload()
            return sum(len(accumulator.Scalars(tag)) for tag in accumulator.Tags()["scalars"])

        return _time_polls(write, reload if accumulate else load, new_points, total=accumulate)


def _time_polls(
    write: Callable[[int, int], None], poll: Callable[[], int], new_points: int, *, total: bool = False
) -> float:
    """Milliseconds a poll; what is new is written in between, untimed, and must be what the poll finds."""
    write(0, 1)
    poll()
    seconds, seen = 0.0, 1
    for _ in range(POLLS):
        if new_points:
            write(seen, new_points)
        seen += new_points
        start = time.perf_counter()
        found = poll()
        seconds += time.perf_counter() - start
        assert found == NUM_SERIES * (seen if total else new_points), (found, seen)
    return seconds / POLLS * 1e3


def main() -> None:
    """Races, one table each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    for how, each_step in (("flushed every 50 ms", False), ("flushed after every step (a slow run)", True)):
        results = race(
            {
                "Paraloom SeriesSet.report": partial(record_paraloom, each_step),
                "TensorBoard SummaryWriter.add_scalar": partial(record_tensorboard, each_step),
            },
            rounds=rounds,
        )
        print(format_table(f"\nRecording a point, {NUM_SERIES} series, {how}", "µs a point", results))
    for new in (POINTS_A_POLL, 0):
        results = race(
            {
                "Paraloom SeriesTail.poll": partial(poll_paraloom, new),
                "TensorBoard LegacyEventFileLoader.Load": partial(poll_tensorboard, new, accumulate=False),
                "TensorBoard EventAccumulator.Reload": partial(poll_tensorboard, new, accumulate=True),
            },
            rounds=rounds,
        )
        title = f"\nA poll of {NUM_SERIES} live series, {new} new points in each"
        print(format_table(title, "ms a poll", results))
        print(f"  At 20 Hz Paraloom's polls take {results[0].median * 20 / 10:.2g} % of one core.")


if __name__ == "__main__":
    main()
