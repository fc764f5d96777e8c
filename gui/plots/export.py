"""A plot as a file: a picture, a drawing, or its points."""

import csv
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gui.plots.series_buffer import SeriesBuffer

FORMATS = ("png", "svg", "csv")


def save_png(widget: QWidget, path: Path) -> None:
    """What a person sees, as a picture. Raises OSError where it cannot be written."""
    with path.open("wb"):  # says why it cannot, which a pixmap does not
        pass
    if not widget.grab().save(str(path), "PNG"):
        raise OSError(f"{path} could not be written")


def save_svg(widget: QWidget, path: Path, title: str) -> None:
    """What a person sees, as lines and letters of any size. Raises OSError where it cannot be written."""
    from PySide6.QtSvg import QSvgGenerator  # opening a window needs none

    with path.open("wb"):
        pass
    drawing = QSvgGenerator()
    drawing.setFileName(str(path))
    drawing.setSize(widget.size())
    drawing.setViewBox(QRect(0, 0, widget.width(), widget.height()))
    drawing.setTitle(title)
    painter = QPainter(drawing)
    widget.render(painter, QPoint())
    if not painter.end():
        raise OSError(f"{path} could not be written")


def save_csv(curves: Iterable[tuple[str, SeriesBuffer]], path: Path) -> None:
    """All points: curve, step, Unix time in s, value. Raises OSError where it cannot be written."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("curve", "step", "time", "value"))
        for label, points in curves:
            rows = zip(points.steps.tolist(), points.times.tolist(), points.values.tolist(), strict=True)
            writer.writerows((label, int(step), f"{when:.6f}", repr(value)) for step, when, value in rows)
