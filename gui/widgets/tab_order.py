"""Tab goes from place to place as the eye does, whatever was made later than its neighbours."""

from collections.abc import Iterator
from itertools import pairwise

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


def set_tab_order(top: QWidget | None) -> None:
    """Let Tab follow the layouts of all that is in a widget."""
    for before, after in pairwise(tab_stops(top)):
        QWidget.setTabOrder(before, after)


def tab_stops(widget: QWidget | None) -> Iterator[QWidget]:
    """What can have the keyboard, in the order of the layouts; nothing of nothing."""
    if widget is None or widget.isHidden():
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if not isinstance(widget, _WHOLE):
        for part in _parts(widget):
            yield from tab_stops(part)


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
