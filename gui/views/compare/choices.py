"""Boxes to choose an axis or an option of the runs from, and what their entries are called."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QWidget

from gui.models.differing import option_titles
from gui.models.run_axis import AxisChoices

Choice = tuple[str, str]
"""What is read, and the name that it stands for."""
_MOST_SEEN = 24


def make_box(name: str, words: str, parent: QWidget) -> QComboBox:
    """An empty box.

    Args:
        name: Of the object.
        words: What it is for, as tool tip and for who cannot see it.
        parent: Its owner.
    """
    box = QComboBox(parent)
    box.setObjectName(name)
    box.setAccessibleName(words)
    box.setToolTip(words)
    box.setMaxVisibleItems(_MOST_SEEN)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def option_entries(options: Sequence[str]) -> list[Choice]:
    """Options by as much of their names as tells each from the others."""
    return list(zip(option_titles(options), options, strict=True))


def axis_entries(choices: AxisChoices, *, with_options: bool = True) -> list[Choice]:
    """Everything runs can be laid along: options that differ, results, then all other figures."""
    options = option_entries(choices.options) if with_options else []
    return [*options, *((name, name) for name in (*choices.results, *choices.figures))]


def refill(box: QComboBox, choices: Sequence[Choice]) -> None:
    """Offers these, silently; what is chosen stays where it is still there."""
    if [(box.itemText(number), box.itemData(number)) for number in range(box.count())] == list(choices):
        return
    before = box.currentData()
    box.blockSignals(True)
    box.clear()
    for text, key in choices:
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(before)))
    box.blockSignals(False)
