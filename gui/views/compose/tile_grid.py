"""Tiles in as many columns as there is room for."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

_GAP = 8


class TileGrid(QWidget):
    """Lays tiles of one size out, row by row, and is as high as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_width = self._most_width = 0
        self._tiles: tuple[QWidget, ...] = ()
        self._tile_height = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_tiles(self, tiles: Sequence[QWidget], least: QSize, most_width: int) -> None:
        """Show these, in this order.

        Args:
            tiles: Children of this grid.
            least: A tile's height, unless one needs more for its width, and its width where room is scarce.
            most_width: Its width where there is room.
        """
        self._tiles, self._tile_height = tuple(tiles), least.height()
        self._least_width, self._most_width = least.width(), most_width
        for before, after in zip(self._tiles, self._tiles[1:], strict=False):
            QWidget.setTabOrder(before, after)
        self._arrange()

    def sizeHint(self) -> QSize:
        """One tile wide."""
        return QSize(self._least_width, self._tile_height)

    def minimumSizeHint(self) -> QSize:
        """One tile wide."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width, other columns."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        if not self._tiles:
            self.setFixedHeight(0)
            return
        room = self.width() + _GAP
        columns = max(1, min(len(self._tiles), room // (self._least_width + _GAP)))
        width = max(self._least_width, min(self._most_width, room // columns - _GAP))
        height = max(self._tile_height, *(tile.heightForWidth(width) for tile in self._tiles))
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, columns)
            tile.setGeometry(column * (width + _GAP), row * (height + _GAP), width, height)
            tile.show()
        num_rows = -(-len(self._tiles) // columns)
        self.setFixedHeight(num_rows * (height + _GAP) - _GAP)
