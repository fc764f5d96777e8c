"""The strategies there are, as tiles."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from engine.spec import RunSpec
from engine.strategies import ALL, strategy_for
from gui.engine_texts import translate_engine
from gui.models.spec_draft import Forecast
from gui.models.weave import sketch_weave
from gui.theme import ThemeKeeper
from gui.views.compose.strategy_tile import LEAST, MOST_WIDTH, StrategyTile
from gui.views.compose.tile_grid import TileGrid


class StrategyGrid(QWidget):
    """A tile a strategy; each shows what it would make of the devices that are chosen."""

    changed = Signal(object)
    """Changes of the spec: dotted field to value."""

    def __init__(self, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("compose-strategies")
        grid = TileGrid(self)
        self._tiles: dict[str, StrategyTile] = {}
        self._obstacles: dict[str, str] = {}
        for kind, strategy in ALL.items():
            tile = StrategyTile(kind, keeper, grid)
            explanation = "\n\n".join(
                translate_engine(text) for text in (strategy.explanation, strategy.when, strategy.when_not)
            )
            tile.set_texts(translate_engine(strategy.title), translate_engine(strategy.sentence), explanation)
            tile.clicked.connect(self._click)
            self._tiles[kind] = tile
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(grid)
        grid.set_tiles(tuple(self._tiles.values()), LEAST, MOST_WIDTH)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The strategies that are offered."""
        return tuple(self._tiles)

    def tile(self, kind: str) -> StrategyTile:
        """The tile of a strategy."""
        return self._tiles[kind]

    def show_spec(self, spec: RunSpec) -> None:
        """Which one is chosen; Tab goes to it, arrows to the others."""
        self._tiles[spec.strategy.kind].setChecked(True)
        for kind, tile in self._tiles.items():
            policy = Qt.FocusPolicy.StrongFocus if kind == spec.strategy.kind else Qt.FocusPolicy.ClickFocus
            tile.setFocusPolicy(policy)

    def show_forecast(self, kind: str, forecast: Forecast, colour_indices: Sequence[int]) -> None:
        """Whether a strategy applies to what is chosen, and its picture in the devices' colours."""
        tile = self._tiles[kind]
        own = [problem for problem in forecast.errors if problem.field.startswith(("strategy", "devices"))]
        self._obstacles[kind] = translate_engine(own[0].sentence) if own else ""
        self._show_obstacles()
        strategy = strategy_for(forecast.spec)
        one_process, mesh = strategy.one_process(), strategy.mesh(forecast.spec, max(1, len(colour_indices)))
        tile.set_weave(sketch_weave(forecast.spec.strategy, mesh, colour_indices, one_process=one_process))

    def _show_obstacles(self) -> None:
        """What stands in the way of all alike is no strategy's own: it is told once, where it is mended."""
        is_shared = len(self._obstacles) == len(self._tiles) and len(set(self._obstacles.values())) == 1
        for kind, obstacle in self._obstacles.items():
            self._tiles[kind].set_obstacle("" if is_shared else obstacle)

    def focus_chosen(self) -> None:
        """Put the focus on the strategy that is chosen."""
        for tile in self._tiles.values():
            if tile.isChecked():
                tile.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _click(self) -> None:
        tile = self.sender()
        if isinstance(tile, StrategyTile):
            self.changed.emit({"strategy.kind": tile.kind})
