"""The candidates of a study as Qt wants them: a line each, figures at the right."""

from enum import IntEnum

from PySide6.QtCore import QObject

from engine.lab.study.results import CandidateRow, StudyResult
from gui.engine_texts import translate_engine
from gui.models.lines_model import NONE, LinesModel


class CandidateColumn(IntEnum):
    """What is told of a candidate."""

    NAME = 0
    DEVICES = 1
    SPEED = 2
    SPEEDUP = 3
    EFFICIENCY = 4
    MEMORY = 5
    ENERGY = 6
    TARGET = 7
    COST = 8
    PARITY = 9
    ROUNDS = 10


SOMETIMES = (CandidateColumn.ENERGY, CandidateColumn.TARGET, CandidateColumn.COST)
"""Columns that are there only where a study has such figures."""


class CandidateTableModel(LinesModel[CandidateRow, CandidateColumn]):
    """All candidates are there from the beginning."""

    def __init__(self, parent: QObject | None = None) -> None:
        texts = (CandidateColumn.NAME, CandidateColumn.PARITY, CandidateColumn.ROUNDS)
        super().__init__(CandidateColumn, texts, parent)
        self._best = ""
        self._rounds = 0

    def show_result(self, result: StudyResult) -> None:
        """All candidates, with what is known of them."""
        self._best, self._rounds = result.verdict.best, result.rounds
        self._show(result.candidates)

    def has_figures(self, column: CandidateColumn) -> bool:
        """Whether any candidate has something to say in a column."""
        return any(self.text(row, column) != NONE for row in self._rows)

    def _name(self, row: CandidateRow) -> str:
        return row.name

    def _is_best(self, row: CandidateRow) -> bool:
        return row.name == self._best

    def _titles(self) -> tuple[str, ...]:
        return (
            self.tr("candidate"),
            self.tr("devices"),
            self.tr("samples/s"),
            self.tr("speed-up"),
            self.tr("efficiency"),
            self.tr("memory"),
            self.tr("samples/J"),
            self.tr("to target"),
            self.tr("cost"),
            self.tr("parity"),
            self.tr("rounds"),
        )

    def text(self, row: CandidateRow, column: CandidateColumn) -> str:
        """What a cell says."""
        match column:
            case CandidateColumn.NAME:
                return row.name
            case CandidateColumn.DEVICES:
                return str(row.num_devices)
            case CandidateColumn.SPEED:
                return _speed(row)
            case CandidateColumn.SPEEDUP:
                return NONE if row.speedup is None else f"{row.speedup:.2f} ×"
            case CandidateColumn.EFFICIENCY:
                return NONE if row.efficiency is None else f"{row.efficiency:.0%}"
            case CandidateColumn.MEMORY:
                return NONE if row.memory_peak_bytes is None else f"{row.memory_peak_bytes / 2**20:,.0f} MiB"
            case CandidateColumn.ENERGY:
                return NONE if row.samples_per_joule is None else f"{row.samples_per_joule:.3g}"
            case CandidateColumn.TARGET:
                return NONE if row.seconds_to_target is None else f"{row.seconds_to_target:,.1f} s"
            case CandidateColumn.COST:
                return NONE if row.cost_to_target is None else f"{row.cost_to_target:.4g}"
            case CandidateColumn.PARITY:
                return self._parity(row)
            case CandidateColumn.ROUNDS:
                return self._state(row)

    def _parity(self, row: CandidateRow) -> str:
        if row.is_reference:
            return self.tr("reference")
        if row.parity is None:
            return NONE
        if row.parity.passed is None or row.parity.max_relative_difference is None:
            return self.tr("no figure")
        return self.tr("same") if row.parity.passed else self.tr("another")

    def _state(self, row: CandidateRow) -> str:
        if row.state == "failed":
            return self.tr("failed")
        if row.state == "left_out":
            return self.tr("left out")
        done = f"{len(row.rounds)}/{self._rounds}"
        apart = sum(one.is_outlier for one in row.rounds)
        if row.state == "racing":
            return self.tr("{} racing").format(done)
        return self.tr("{0}, {1} apart").format(done, apart) if apart else done

    def _tip(self, row: CandidateRow) -> str:
        """What the cells have no room for."""
        lines = [f"{row.name}: {translate_engine(row.batch)}"]
        if row.reason:
            lines.append(f"{translate_engine(row.reason)} {translate_engine(row.mend)}".strip())
        parity = row.parity
        if parity is not None and parity.max_relative_difference is not None:
            difference = f"{parity.max_relative_difference:.0e}"
            lines.append(
                self.tr(
                    "In fp64 the losses of {0} steps differ by {1} at most from the single device's."
                ).format(parity.steps, difference)
            )
        elif parity is not None and parity.reason:
            lines.append(translate_engine(parity.reason))
        lines += self._spent(row)
        for one in row.rounds:
            speed = f"{one.samples_per_second:,.0f}"
            words = self.tr("round {0}: {1} samples/s").format(one.round, speed)
            lines.append(words + (self.tr(", lies apart") if one.is_outlier else ""))
        return "\n".join(lines)

    def _spent(self, row: CandidateRow) -> list[str]:
        """Energy, and what it takes until the target; or why there is no energy to be told."""
        lines = []
        if row.power_watts is not None and row.joules_per_sample is not None:
            watts, joules = f"{row.power_watts:,.1f}", f"{1000 * row.joules_per_sample:,.3g}"
            lines.append(self.tr("{0} W together, {1} mJ a sample").format(watts, joules))
        words = dict.fromkeys(one.energy_words for one in row.rounds if one.energy_words)
        lines += [translate_engine(one) for one in words]
        if row.device_seconds_to_target is not None:
            seconds = f"{row.device_seconds_to_target:,.1f}"
            lines.append(self.tr("{} device-seconds to the target loss").format(seconds))
        if row.joules_to_target is not None:
            lines.append(self.tr("{} J to the target loss").format(f"{row.joules_to_target:,.0f}"))
        return lines


def _speed(row: CandidateRow) -> str:
    if row.samples_per_second is None:
        return NONE
    speed = f"{row.samples_per_second:,.0f}"
    return speed if row.spread is None or len(row.rounds) < 2 else f"{speed} ± {row.spread.mad:,.0f}"
