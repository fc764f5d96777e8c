"""What all charts of speed-ups have in common: colours of families, and the rounds as small marks."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from engine.lab.study.results import CandidateRow, StudyResult
from gui.theme import device_colour

_FAINT = 150


def family_colours(result: StudyResult) -> dict[str, str]:
    """A colour each, which stays whatever is measured; that of the single device is the last."""
    families = dict.fromkeys(row.family for row in result.candidates if not row.is_reference)
    return {family: device_colour(index) for index, family in enumerate(families)}


def speedups_of(rows: Sequence[CandidateRow]) -> Iterator[float]:
    """The speed-ups of the medians and of every round, of those that are measured."""
    for row in rows:
        if row.speedup is not None:
            yield row.speedup
            yield from (speed for speed, _ in round_speedups(row))


def round_speedups(row: CandidateRow) -> Iterator[tuple[float, bool]]:
    """The speed-up of each round over the single device's median, and whether it lies apart."""
    if row.speedup is None or not row.samples_per_second:
        return
    alone = row.samples_per_second / row.speedup
    for one in row.rounds:
        yield one.samples_per_second / alone, one.is_outlier


def paint_round(painter: QPainter, place: QPointF, colour: QColor, scale: float, *, is_outlier: bool) -> None:
    """One round: a small ring, or a cross where it lies far from the others."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if not is_outlier:
        colour = QColor(colour)
        colour.setAlpha(_FAINT)
        painter.setPen(QPen(colour, scale))
        painter.drawEllipse(place, 2.2 * scale, 2.2 * scale)
        return
    painter.setPen(QPen(colour, 1.6 * scale))
    reach = 4 * scale
    for way in (1, -1):
        painter.drawLine(place - QPointF(reach, way * reach), place + QPointF(reach, way * reach))
