"""Colours, light and dark, and who keeps them: one accent, and a thread colour a device."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from gui.style import style_sheet


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as `#rrggbb`."""

    name: str
    ground: str
    card: str
    line: str
    text: str
    muted: str
    accent: str
    accent_text: str
    good: str
    warn: str
    bad: str
    hover: str
    selected: str


LIGHT = Theme(
    name="light",
    ground="#F5F6F8",
    card="#FFFFFF",
    line="#DCE0E7",
    text="#1A1E26",
    muted="#5F6979",
    accent="#2F6FED",
    accent_text="#FFFFFF",
    good="#1B7F3B",
    warn="#9A6100",
    bad="#C4314B",
    hover="#EDF0F5",
    selected="#E3ECFF",
)
DARK = Theme(
    name="dark",
    ground="#121419",
    card="#1A1D24",
    line="#2B303B",
    text="#E7E9EE",
    muted="#969FAF",
    accent="#6C9BFF",
    accent_text="#10131A",
    good="#5CC98A",
    warn="#E0B04C",
    bad="#FF7B8A",
    hover="#242832",
    selected="#24324F",
)

DEVICE_COLOURS = (
    "#4477AA",
    "#EE6677",
    "#228833",
    "#CCBB44",
    "#66CCEE",
    "#AA3377",
    "#DD8452",
    "#8C8C8C",
)
"""Colour-blind safe threads (after Paul Tol's bright scheme), in order."""

MODES = ("system", "light", "dark")


def device_colour(index: int) -> str:
    """The thread colour of the device with that index; they repeat beyond eight."""
    return DEVICE_COLOURS[index % len(DEVICE_COLOURS)]


class ThemeKeeper(QObject):
    """Holds the theme in force and dresses the application in it."""

    changed = Signal()

    def __init__(self, application: QApplication, parent: QObject | None = None) -> None:
        """Follows the system until told otherwise."""
        super().__init__(parent)
        self._application = application
        self._mode = "system"
        self._theme = LIGHT
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._apply()

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        return self._theme

    @property
    def mode(self) -> str:
        """`system`, `light` or `dark`."""
        return self._mode

    def set_mode(self, mode: str) -> None:
        """Use light or dark, or follow the system.

        Raises:
            ValueError: There is no such mode.
        """
        if mode not in MODES:
            raise ValueError(f"There is no theme {mode}; choose one of {', '.join(MODES)}.")
        self._mode = mode
        self._apply()

    @Slot()
    def _follow_system(self) -> None:
        if self._mode == "system":
            self._apply()

    def _apply(self) -> None:
        scheme = self._application.styleHints().colorScheme()
        dark = self._mode == "dark" or (self._mode == "system" and scheme == Qt.ColorScheme.Dark)
        self._theme = DARK if dark else LIGHT
        if self._application.style().objectName().lower() != "fusion":
            self._application.setStyle("Fusion")
        self._application.setPalette(_palette(self._theme))
        self._application.setStyleSheet(style_sheet(self._theme))
        self.changed.emit()


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in (
        (roles.Window, theme.ground),
        (roles.WindowText, theme.text),
        (roles.Base, theme.card),
        (roles.AlternateBase, theme.ground),
        (roles.Text, theme.text),
        (roles.Button, theme.card),
        (roles.ButtonText, theme.text),
        (roles.ToolTipBase, theme.card),
        (roles.ToolTipText, theme.text),
        (roles.PlaceholderText, theme.muted),
        (roles.Highlight, theme.accent),
        (roles.HighlightedText, theme.accent_text),
        (roles.Link, theme.accent),
        (roles.Mid, theme.line),
        (roles.Dark, theme.line),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.Text, roles.ButtonText, roles.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette


def icon_names() -> Sequence[str]:
    """Every icon there is."""
    return tuple(sorted(path.stem for path in _icons_dir().glob("*.svg")))


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """An icon in one colour.

    Args:
        name: Of a file in `resources/icons`, without its ending.
        colour: `#rrggbb`.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    drawing = (_icons_dir() / f"{name}.svg").read_text(encoding="utf-8").replace("#000", colour)
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    found = QIcon()
    for size in (16, 20, 24, 32, 48, 64):
        picture = QPixmap(QSize(size, size))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        found.addPixmap(picture)
    return found


def _icons_dir() -> Path:
    return Path(str(resources.files("resources"))) / "icons"
