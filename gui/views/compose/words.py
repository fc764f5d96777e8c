"""What a problem says to a person."""

import re
from collections.abc import Collection

from PySide6.QtCore import QCoreApplication

from engine.errors import Problem
from engine.reading import Reading
from gui.engine_texts import translate_engine
from gui.widgets.fields import label_of

_TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-(?=.)")


def short_run_name(name: str) -> str:
    """A run's name without the time it begins with."""
    return _TIME.sub("", name)


def sentence_of(problem: Problem, marked: Collection[str] = ()) -> str:
    """What is wrong. For a value that does not fit its field, with the field's name before it.

    Args:
        problem: What is wrong.
        marked: Fields whose value does not fit; such problems tell only of the value.
    """
    sentence = translate_engine(problem.sentence)
    if any(problem.field == name or problem.field.startswith(f"{name}.") for name in marked):
        return f"{translate_engine(label_of(problem.field))}: {sentence}"
    return sentence


def words_of(problem: Problem, marked: Collection[str] = ()) -> str:
    """What is wrong and what to do about it."""
    return f"{sentence_of(problem, marked)} {translate_engine(problem.mend)}".strip()


def reading_words(reading: Reading) -> str:
    """How far the reading of a long file is."""
    if reading.unit == "folders":
        words = QCoreApplication.translate("Reading", "Reading {0} of {1} folders…")
        return words.format(f"{reading.done:,}", f"{reading.total:,}")
    words = QCoreApplication.translate("Reading", "Reading {0} of {1} MB…")
    return words.format(f"{reading.done / 1e6:,.0f}", f"{reading.total / 1e6:,.0f}")
