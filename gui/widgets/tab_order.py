"""Tab goes from place to place as the eye does, whatever was made later than its neighbours."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QTextEdit,
    QWidget,
)

_WHOLE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
)
"""What has parts of its own, but is one place for the keyboard."""


def go_on(top: QWidget | None, now: QWidget | None, *, forward: bool) -> bool:
    """Give the keyboard to the next of what is in a widget, and bring that into view.

    Not by `QWidget.setTabOrder`: of an editor that stands for the widget around it, Qt leaves that one where
    it was, and comes to the editor there, too.

    Args:
        top: The widget, all of which is gone through in a circle.
        now: Who has the keyboard, perhaps by a click only.
        forward: Whether to the next, or to the one before.

    Returns:
        False where it is with nobody in there.
    """
    stops = [stop for stop in tab_stops(top, now) if stop.isEnabled() or stop is now]
    if now not in stops or len(stops) == 1:
        return False
    found = stops[(stops.index(now) + (1 if forward else -1)) % len(stops)]
    reasons = Qt.FocusReason
    found.setFocus(reasons.TabFocusReason if forward else reasons.BacktabFocusReason)
    around = found.parentWidget()
    while around is not None:
        if isinstance(around, QScrollArea):
            around.ensureWidgetVisible(found)
        around = around.parentWidget()
    return True


def tab_stops(widget: QWidget | None, now: QWidget | None = None) -> Iterator[QWidget]:
    """What can have the keyboard, and who has it now, in the order of the layouts; nothing of nothing."""
    if widget is None or widget.isHidden():
        return
    takes_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    if takes_tab or widget is now:
        yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from tab_stops(part, now)


def _parts(widget: QWidget) -> Iterator[QWidget | None]:
    """The widgets right in another, as they lie; those that no layout knows come last."""
    match widget:
        case QTabWidget():
            yield widget.tabBar()
            yield widget.currentWidget()
        case QStackedWidget():
            yield widget.currentWidget()
        case QSplitter():
            for place in range(widget.count()):
                yield widget.widget(place)
        case QScrollArea():
            yield widget.widget()
        case _:
            laid = list(_laid(widget.layout()))
            yield from laid
            others = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
            yield from (other for other in others if other not in laid and not other.isWindow())


def _laid(layout: QLayout | None) -> Iterator[QWidget]:
    if layout is None:
        return
    for item in map(layout.itemAt, range(layout.count())):
        if item is not None and (widget := item.widget()) is not None:
            yield widget
        elif item is not None:
            yield from _laid(item.layout())
