"""What a weave says: its labels, and what lies where."""

from collections.abc import Iterator

from PySide6.QtCore import QCoreApplication

from gui.models.weave import Weave
from gui.models.weave_parts import WeaveText
from gui.models.weave_stages import WeaveRow

_MOST_TOLD = 16
"""Blocks of a stage in a tool tip."""


def say(text: WeaveText) -> str:
    """A text of the weave in the window's language."""
    return QCoreApplication.translate("Weave", text.pattern).format(*text.figures)


def describe(weave: Weave) -> str:
    """The weave in words, for those who don't see it."""
    threads = [f"{thread.label}: {say(thread.caption)}" for thread in weave.threads]
    return ". ".join([*threads, *(say(each.label) for each in weave.passes)])


def stage_words(row: WeaveRow) -> Iterator[str]:
    """The blocks of a stage, and how much of a forward they are; nothing where no survey told."""
    if row.work_share is not None:
        words = QCoreApplication.translate("Weave", "{} % of the work of a forward")
        yield words.format(round(100 * row.work_share))
    for block in row.blocks[:_MOST_TOLD]:
        yield f"{block.name}   {_parameters(block.num_parameters)}".rstrip()
    if len(row.blocks) > _MOST_TOLD:
        yield QCoreApplication.translate("Weave", "… and {} more").format(len(row.blocks) - _MOST_TOLD)


def _parameters(count: int) -> str:
    if not count:
        return ""
    return QCoreApplication.translate("Weave", "{} parameters").format(f"{count:,}")
