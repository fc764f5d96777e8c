"""Colours, light and dark, and who keeps them: one accent, and a thread colour a device.

PySide makes all hundred enums of the namespace `Qt` when one is first touched, which takes longer than
painting the frame: so nothing here touches it before the first paint.
"""

from functools import lru_cache

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from gui.colours import DARK, DEVICE_COLOURS, LIGHT, Theme, device_colour
from gui.files import resources_dir
from gui.style import style_sheet

__all__ = ["DARK", "DEVICE_COLOURS", "LIGHT", "MODES", "Theme", "ThemeKeeper", "device_colour", "icon"]


_ICON_SIZES = (16, 22, 44)
"""In pixels: buttons, the rail, and both on a screen of twice the density."""

MODES = ("system", "light", "dark")


class ThemeKeeper(QObject):
    """Holds the theme in force and dresses the application in it."""

    changed = Signal()

    def __init__(
        self, application: QApplication, parent: QObject | None = None, *, first: str | None = None
    ) -> None:
        """Follows the system until told otherwise.

        Args:
            application: What is dressed.
            parent: Its owner.
            first: `light` or `dark`: the theme to begin with, until `set_mode`, of an application in Fusion's
                style; the system's where not given.
        """
        super().__init__(parent)
        self._application = application
        self._mode = "system"
        self._theme: Theme | None = None
        application.styleHints().colorSchemeChanged.connect(self._follow_system)
        if first is None:
            self._apply()
        else:
            self._dress(DARK if first == DARK.name else LIGHT)

    @property
    def theme(self) -> Theme:
        """The theme in force."""
        assert self._theme is not None
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
        if self._application.style().objectName().lower() != "fusion":
            self._application.setStyle("Fusion")
        dark = self._mode == "dark" or (self._mode == "system" and self._system_is_dark())
        self._dress(DARK if dark else LIGHT)

    def _system_is_dark(self) -> bool:
        from PySide6.QtCore import Qt

        return self._application.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _dress(self, theme: Theme) -> None:
        if theme is self._theme:
            return
        self._theme = theme
        self._application.setPalette(_palette(theme))
        sheet = style_sheet(theme)
        if sheet != self._application.styleSheet():  # every widget there is would be dressed anew
            self._application.setStyleSheet(sheet)
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


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """An icon in one colour.

    Args:
        name: Of a file in `resources/icons`, without its ending.
        colour: `#rrggbb`.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    drawing = (resources_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8").replace("#000", colour)
    found = QIcon()
    for size in _ICON_SIZES:
        picture = QPixmap()
        sized = drawing.replace("<svg ", f'<svg width="{size}" height="{size}" ', 1)
        picture.loadFromData(sized.encode(), "svg")
        found.addPixmap(picture)
    return found
