"""A picture that is painted in turns: what is shown meanwhile, and what it ends as."""

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.plots import kept_picture
from gui.plots.kept_picture import KeptPicture, Stroke

NUM_STROKES = 4


class Plot(QWidget):
    """Rows of one colour, a stroke each."""

    def __init__(self) -> None:
        super().__init__()
        self.colour = "#ff0000"
        self.num_begun = 0
        self.picture = KeptPicture(self, self._strokes)
        self.resize(40, 40)

    def _strokes(self) -> Iterator[Stroke]:
        self.num_begun += 1
        colour = QColor(self.colour)
        height = self.height() // NUM_STROKES
        for row in range(NUM_STROKES):
            yield lambda painter, row=row: painter.fillRect(0, row * height, self.width(), height, colour)

    def paint(self, colour: str) -> None:
        """Let it have another colour."""
        self.colour = colour
        self.picture.renew()

    def rows(self) -> list[str]:
        """The colours of its rows, as they are shown."""
        image = self.grab().toImage()
        return [image.pixelColor(5, 5 + 10 * row).name() for row in range(NUM_STROKES)]

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 (Qt's name)
        """What there is of it."""
        painter = QPainter(self)
        self.picture.show(painter)
        painter.end()


@pytest.fixture
def plot(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Plot:
    """One that paints a single stroke a turn."""
    monkeypatch.setattr(kept_picture, "_TURN_SECONDS", 0.0)
    plot = Plot()
    qtbot.addWidget(plot)
    plot.show()
    plot.picture.finish()
    return plot


def test_that_the_picture_before_is_shown_until_the_next_is_whole(plot: Plot, qtbot: QtBot) -> None:
    plot.paint("#0000ff")
    seen = [plot.rows()]

    def is_blue() -> bool:
        seen.append(plot.rows())
        return seen[-1] == ["#0000ff"] * NUM_STROKES

    qtbot.waitUntil(is_blue)
    assert all(len(set(rows)) == 1 for rows in seen)
    assert seen[0] == ["#ff0000"] * NUM_STROKES


def test_that_one_under_way_is_finished_before_the_newest_is_begun(plot: Plot, qtbot: QtBot) -> None:
    begun = plot.num_begun
    plot.paint("#0000ff")
    plot.rows()  # its first stroke
    for colour in ("#00ff00", "#ffff00", "#000000"):
        plot.paint(colour)
        plot.rows()
    qtbot.waitUntil(lambda: plot.rows() == ["#000000"] * NUM_STROKES)
    assert plot.num_begun == begun + 2


def test_that_a_picture_can_be_finished_at_once(plot: Plot) -> None:
    plot.paint("#0000ff")
    plot.picture.finish()
    assert plot.rows() == ["#0000ff"] * NUM_STROKES


def test_that_another_size_is_begun_anew_and_shown_as_it_grows(plot: Plot, qtbot: QtBot) -> None:
    plot.paint("#0000ff")
    plot.rows()
    plot.resize(60, 40)
    assert plot.rows()[0] == "#0000ff"
    qtbot.waitUntil(lambda: plot.rows() == ["#0000ff"] * NUM_STROKES)
