"""A device to choose: its name, what it is doing, and who has it."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from engine.devices.sample import Device
from gui.models.device_reading import DeviceReading
from gui.theme import Theme, ThemeKeeper, device_colour
from gui.views.compose.words import short_run_name

FULL, COMPACT = QSize(100, 116), QSize(84, 38)
MOST_WIDTH = 152
_GIB = 2**30
_MAKER = "NVIDIA "
_LINE = 17
_MOVES = {
    Qt.Key.Key_Left: False,
    Qt.Key.Key_Up: False,
    Qt.Key.Key_Right: True,
    Qt.Key.Key_Down: True,
}


@dataclass(frozen=True, slots=True)
class TileState:
    """What a tile shows beside the device's own name."""

    reading: DeviceReading
    colour_index: int
    by_plan: bool = False
    """It is not named; the plan would take it because it is free."""
    missing: bool = False
    """The spec names it and this machine lacks it."""


class DeviceTile(QAbstractButton):
    """One device, painted; checked where the run would use it."""

    def __init__(self, device: Device, keeper: ThemeKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.device = device
        self._keeper = keeper
        self._state = TileState(DeviceReading(), 0)
        self._compact = False
        self.setCheckable(True)
        self.setObjectName(f"device-{device.source}")
        self.setWhatsThis(
            self.tr(
                "A device to train on. Click to choose it or leave it out; Shift chooses all between, "
                "Ctrl+A every one. A dashed frame: taken because it is free."
            )
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        keeper.changed.connect(self.update)

    def set_compact(self, compact: bool) -> None:
        """Only name and load, for machines with many devices."""
        self._compact = compact
        self.update()

    def show_state(self, state: TileState, *, chosen: bool) -> None:
        """New figures, and whether the run would use it."""
        self.setChecked(chosen)
        if state == self._state and self.accessibleName():
            return
        self._state = state
        who = self._who()
        self.setAccessibleName(self.device.label)
        lines = [self.device.name, self._busy(), self._memory(), who]
        self.setAccessibleDescription(", ".join(line for line in lines if line))
        self.setToolTip(
            "\n".join([f"{self.device.label} · {self.device.name}", *lines[1:-1], self._holder()])
        )
        self.update()

    def sizeHint(self) -> QSize:
        """The least; the grid gives more where there is room."""
        return COMPACT if self._compact else FULL

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go to the neighbours; space toggles, as with every button."""
        forward = _MOVES.get(Qt.Key(event.key()))
        if forward is None:
            super().keyPressEvent(event)
        else:
            self.focusNextPrevChild(forward)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with the device's thread along its side."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._keeper.theme
        self._paint_frame(painter, theme)
        left, width = 22, self.width() - 30
        top = 5 if self._compact else 8
        bold = QFont(self.font())
        bold.setBold(True)
        painter.setFont(bold)
        _text(painter, theme.text, self.device.label, left, top, width)
        painter.setFont(self.font())
        reading = self._state.reading
        if self._compact:
            self._paint_meter(painter, theme, 26, reading.utilisation_percent)
        else:
            _text(painter, theme.muted, self._kind(), left, 8 + _LINE, width)
            _text(painter, theme.muted, self._busy(), left, 12 + 2 * _LINE, width)
            self._paint_meter(painter, theme, 14 + 3 * _LINE, reading.utilisation_percent)
            _text(painter, theme.muted, self._memory(), left, 20 + 3 * _LINE, width)
            _text(painter, self._who_colour(theme), self._who(), left, 22 + 4 * _LINE, width)
        painter.end()

    def _paint_frame(self, painter: QPainter, theme: Theme) -> None:
        colour = QColor(device_colour(self._state.colour_index))
        chosen = self.isChecked()
        width = 2.0 if chosen else 1.0
        pen = QPen(colour if chosen else QColor(theme.line), width)
        if chosen and self._state.by_plan:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(theme.hover if self.underMouse() else theme.card))
        inset = width / 2 + 1
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 7, 7)
        top = 9 if self._compact else 12
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour if chosen else QColor(theme.line))
        painter.drawRoundedRect(QRectF(10, top, 4, self.height() - 2 * top), 1, 1)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(4.5, 4.5, -4.5, -4.5), 5, 5)

    def _paint_meter(self, painter: QPainter, theme: Theme, top: int, percent: float | None) -> None:
        width = self.width() - 34
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(QRectF(22, top, width, 4), 2, 2)
        if percent:
            painter.setBrush(QColor(device_colour(self._state.colour_index)))
            painter.drawRoundedRect(QRectF(22, top, max(4.0, width * min(percent, 100.0) / 100), 4), 2, 2)

    def _kind(self) -> str:
        if self.device.kind == "gpu" or not self.device.cores:
            return self.device.name.removeprefix(_MAKER)
        num_cores = len(self.device.cores)
        return self.tr("%n core(s)", "", num_cores)

    def _busy(self) -> str:
        percent = self._state.reading.utilisation_percent
        return "" if percent is None else self.tr("busy {} %").format(round(percent))

    def _memory(self) -> str:
        used, total = self._state.reading.memory_used_bytes, self._state.reading.memory_total_bytes
        if total is None:
            return ""
        if used is None:
            return self.tr("{} GiB").format(f"{total / _GIB:.0f}")
        return self.tr("{} / {} GiB").format(f"{used / _GIB:.1f}", f"{total / _GIB:.0f}")

    def _who(self) -> str:
        reading = self._state.reading
        if self._state.missing:
            return self.tr("not on this machine")
        if reading.run:
            return short_run_name(reading.run)
        if reading.processes:
            first = reading.processes[0]
            return self.tr("pid {} {}").format(first.pid, first.owner or "").strip()
        return self.tr("free")

    def _holder(self) -> str:
        """Everyone who has it, in full."""
        reading = self._state.reading
        lines = [self.tr("used by run {}").format(reading.run)] if reading.run else []
        for process in reading.processes:
            used = f"{(process.memory_used_bytes or 0) / _GIB:.1f}"
            lines.append(
                self.tr("process {} {} of {}: {} GiB").format(
                    process.pid, process.name or "?", process.owner or "?", used
                )
            )
        return "\n".join([*(lines or [self._who()]), self.device.id])

    def _who_colour(self, theme: Theme) -> str:
        reading = self._state.reading
        if self._state.missing:
            return theme.bad
        return theme.warn if reading.run or reading.processes else theme.muted


def _text(painter: QPainter, colour: str, text: str, left: int, top: int, width: int) -> None:
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
    painter.drawText(QRectF(left, top, width + 1, _LINE), Qt.AlignmentFlag.AlignVCenter, shown)
