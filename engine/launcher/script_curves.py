"""The curves of a script, read beside it from what it writes, into the series of its run."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from engine.base import Record
from engine.launcher.event_files import EventFiles
from engine.record.folder import RunFolder
from engine.record.lines import LineTail
from engine.record.series import SeriesSet
from engine.script.names import free_metric, name_curve


class LoggedFigures(Record):
    """A line that `paraloom.log` leaves."""

    step: int
    time: float
    split: str | None
    values: dict[str, float]
    rank: int = 0


_LINE = TypeAdapter(LoggedFigures)


@dataclass(slots=True)
class _Curve:
    """One series and where its steps stand."""

    source: str
    metric: str
    last_step: int | None = None
    shift: int = 0
    """Added to the script's own steps, which began again."""


class ScriptCurves:
    """Follows event files and the lines of `paraloom.log`; one writer of all the series of a script."""

    def __init__(self, folder: RunFolder, attempt: int, world_size: int, log_folder: Path) -> None:
        self._series = SeriesSet(folder.series_dir)
        self._lines = [LineTail(figures_path(folder, attempt, rank), _LINE) for rank in range(world_size)]
        self._files = EventFiles(log_folder)
        self._curves: dict[tuple[str, ...], _Curve] = {}
        self._taken: set[tuple[str, str]] = set()
        self._problems: list[str] = []
        self.step = 0
        """The last step that any curve has."""

    def begin(self) -> None:
        """The script starts now, perhaps long after it was asked for."""
        self._files.begin()

    def poll(self, *, is_last: bool = False) -> tuple[str, ...]:
        """Takes in what is new.

        Args:
            is_last: The script has ended: everything that is left is read.

        Returns:
            Sentences about what could not be understood, each once.

        Raises:
            RunFolderError: The run folder can no longer be read or written.
        """
        for tail in self._lines:
            for line in tail.poll():
                self._take_line(line)
        for found in self._files.poll(is_last=is_last):
            for scalar in found.scalars:
                keys = (str(found.path.parent), scalar.tag), (str(found.path), scalar.tag)
                curve = self._curve_of(*keys, scalar.step, folders=found.folders)
                self._report(curve, scalar.step, scalar.value, scalar.time)
        self._series.flush_due()
        told, self._problems = (*self._problems, *self._files.take_problems()), []
        return told

    def names(self) -> tuple[tuple[str, str], ...]:
        """(source, metric) of every series that the script has brought, in order."""
        return tuple(dict.fromkeys((curve.source, curve.metric) for curve in self._curves.values()))

    def close(self) -> None:
        """Flush and let go of the files. Raises RunFolderError."""
        self._series.close()

    def _take_line(self, line: LoggedFigures) -> None:
        ranks = (f"rank_{line.rank}",) if line.rank else ()
        for name, value in line.values.items():
            tag = f"{line.split}/{name}" if line.split else name
            key = ("log", *ranks, tag)
            curve = self._curves.get(key) or self._open(key, tag, ranks)
            self._report(curve, line.step, value, line.time)

    def _curve_of(
        self, shared: tuple[str, ...], own: tuple[str, ...], step: int, *, folders: tuple[str, ...]
    ) -> _Curve:
        """The curve of a tag: files of a folder go on with each other, unless they tell of the same steps."""
        if own in self._curves:
            return self._curves[own]
        curve = self._curves.get(shared)
        if curve is None or curve.last_step is None or step > curve.last_step:
            curve = curve or self._open(shared, shared[1], folders)
        else:
            curve = self._open(own, shared[1], folders)
        self._curves[own] = curve
        return curve

    def _open(self, key: tuple[str, ...], tag: str, folders: tuple[str, ...]) -> _Curve:
        source, metric = name_curve(tag, folders)
        metric = free_metric(source, metric, self._taken)
        self._taken.add((source, metric))
        self._curves[key] = _Curve(source, metric)
        return self._curves[key]

    def _report(self, curve: _Curve, step: int, value: float, when: float) -> None:
        """Steps of a series never fall: where a script begins to count again, they are counted on."""
        last = curve.last_step
        is_uncounted = last == curve.shift and step == 0  # a writer that is given no step writes 0
        if last is not None and (step + curve.shift < last or is_uncounted):
            if curve.shift == 0 and not is_uncounted:
                self._problems.append(
                    f"The steps of {curve.source}/{curve.metric} begin again: they are counted on."
                )
            curve.shift = last + 1 - step
        curve.last_step = step + curve.shift
        self.step = max(self.step, curve.last_step)
        self._series.report(curve.source, curve.metric, curve.last_step, value, when)


def figures_path(folder: RunFolder, attempt: int, rank: int) -> Path:
    """Where `paraloom.log` of a rank writes."""
    return folder.attempt_dir(attempt) / f"rank-{rank}.figures.jsonl"
