"""What the lab says in the person's language."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.errors import Problem
from engine.lab.study.estimate import describe_duration
from engine.lab.study.events import StudyState
from engine.lab.study.results import Fit, StudyResult
from gui.engine_texts import translate_engine
from gui.i18n import listed
from gui.models.messages import RunRow
from gui.models.study_messages import StudyUpdate

_MOST_PROBLEMS = 4


def problem_lines(problems: Sequence[Problem]) -> str:
    """What is wrong in a file, a line a problem with its place; of many the first."""
    lines = []
    for problem in problems[:_MOST_PROBLEMS]:
        place = (
            QCoreApplication.translate("Lab", "line {}").format(problem.line) + ": " if problem.line else ""
        )
        words = f"{translate_engine(problem.sentence)} {translate_engine(problem.mend)}".strip()
        lines.append(f"{place}{words}")
    return "\n".join(lines)


def state_word(state: StudyState) -> str:
    """The state of a study."""
    words = {
        StudyState.CREATED: QCoreApplication.translate("StudyState", "about to begin"),
        StudyState.WARMING: QCoreApplication.translate("StudyState", "warming up"),
        StudyState.CHECKING: QCoreApplication.translate("StudyState", "checking parity"),
        StudyState.RACING: QCoreApplication.translate("StudyState", "racing"),
        StudyState.COMPLETED: QCoreApplication.translate("StudyState", "completed"),
        StudyState.STOPPED: QCoreApplication.translate("StudyState", "stopped"),
        StudyState.FAILED: QCoreApplication.translate("StudyState", "failed"),
        StudyState.INTERRUPTED: QCoreApplication.translate("StudyState", "interrupted"),
    }
    return words[state]


def num_devices(row: RunRow) -> int:
    """On how many devices a run is."""
    return len(row.devices.split(", "))


def spread_words(row: RunRow) -> str:
    """How a run is spread: `ddp ×2`."""
    return f"{row.strategy} ×{num_devices(row)}"


def duration_words(seconds: float) -> str:
    """About how long: `40 s`, `3 min`."""
    number, unit = describe_duration(seconds).split()
    forms = {
        "s": QCoreApplication.translate("Lab", "{} s"),
        "min": QCoreApplication.translate("Lab", "{} min"),
        "h": QCoreApplication.translate("Lab", "{} h"),
    }
    return forms[unit].format(number)


def under_way_words(update: StudyUpdate) -> str:
    """Where a study is, and what runs now."""
    if update.limit_devices:
        sentence = QCoreApplication.translate("Lab", "{} independent devices at once: the machine's limit")
        return sentence.format(update.limit_devices)
    if update.racing:
        return QCoreApplication.translate("Lab", "{0}: {1}").format(state_word(update.state), update.racing)
    return state_word(update.state)


def progress_words(result: StudyResult) -> str:
    """Runs, rounds, and the time that is left."""
    parts = [QCoreApplication.translate("Lab", "{0} of {1} rounds").format(result.rounds_done, result.rounds)]
    if result.seconds_left is not None:
        runs = QCoreApplication.translate("Lab", "run {0} of {1}")
        parts.insert(0, runs.format(result.runs_done, result.num_runs))
    if result.seconds_left:
        left = QCoreApplication.translate("Lab", "about {} left")
        parts.append(left.format(duration_words(result.seconds_left)))
    return " · ".join(parts)


def fit_words(fit: Fit) -> str:
    """The law that was fitted, its numbers and their errors."""
    laws = {
        "amdahl": QCoreApplication.translate("Lab", "Amdahl's law"),
        "gustafson": QCoreApplication.translate("Lab", "Gustafson's law"),
        "usl": QCoreApplication.translate("Lab", "Universal scalability law"),
    }
    names = {
        "serial_share": QCoreApplication.translate("Lab", "serial share"),
        "contention": QCoreApplication.translate("Lab", "contention"),
        "coherency": QCoreApplication.translate("Lab", "coherency"),
    }
    parts = []
    for one in fit.parameters:
        error = "" if one.error is None else f" ± {100 * one.error:.2g}"
        parts.append(f"{names[one.name]} {100 * one.value:.3g}{error} %")
    pattern = QCoreApplication.translate("Lab", "{0}, {1}: {2}")
    return pattern.format(laws[fit.law], fit.family, listed(parts))
