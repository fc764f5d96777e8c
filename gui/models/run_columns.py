"""The columns of the run table: what each shows of a run, and by what it is sorted."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from engine.record.events import RunState
from gui.i18n import listed
from gui.models.messages import RunRow

_LIFE = {state: number for number, state in enumerate(RunState)}


class Column(IntEnum):
    """Columns in their order."""

    NAME = 0
    STATE = 1
    STRATEGY = 2
    MODEL = 3
    DATA = 4
    DEVICES = 5
    STEP = 6
    LOSS = 7
    EVAL_LOSS = 8
    ACCURACY = 9
    SAMPLES_PER_SECOND = 10
    DURATION = 11
    CREATED = 12
    TAGS = 13
    NOTE = 14
    QUEUE = 15


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """How a column is shown."""

    value: Callable[[RunRow], str | float | None]
    """What it is sorted by; None where there is no such figure."""
    text: Callable[[RunRow], str]
    is_number: bool = False


def sort_value(row: RunRow, form: ColumnForm) -> tuple[bool, str | float] | None:
    """What a run is sorted by: numbers before texts; None where it is missing (NaN counts as missing)."""
    value = form.value(row)
    if value is None or value == "" or (isinstance(value, float) and math.isnan(value)):
        return None
    return isinstance(value, str), value


def format_figure(value: float | None) -> str:
    """A loss or the like, in four significant digits."""
    if value is None:
        return ""
    if math.isfinite(value) and 1e-3 <= abs(value) < 1e4:
        return f"{value:.4f}" if abs(value) < 10 else f"{value:.2f}"
    return short_exponent(f"{value:.3g}")


def short_exponent(words: str) -> str:
    """`1e-7` for `1e-07`."""
    return words.replace("e-0", "e-").replace("e+0", "e+")


def format_percent(share: float | None) -> str:
    """0.9722 → `97.22 %`."""
    return "" if share is None else f"{share * 100:.2f} %"


def format_rate(value: float | None) -> str:
    """Samples a second: `12,346`."""
    if value is None:
        return ""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def format_duration(seconds: float | None) -> str:
    """`2.3 s`, `48 s`, `3:05 min`, `2:07 h`, `3 d 4 h`."""
    if seconds is None:
        return ""
    if seconds < 59.5:
        return f"{seconds:.1f} s" if seconds < 9.95 else f"{seconds:.0f} s"
    whole = round(seconds)
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    minutes = whole // 60
    if minutes < 24 * 60:
        return f"{minutes // 60}:{minutes % 60:02} h"
    hours = minutes // 60
    return f"{hours // 24} d {hours % 24} h"


def format_moment(unix_time: float) -> str:
    """Local date and time to the minute."""
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(unix_time))


def format_step(row: RunRow) -> str:
    """Steps done, and of how many where that is known."""
    if row.step is None:
        return ""
    return f"{row.step:,}" if row.total_steps is None else f"{row.step:,} / {row.total_steps:,}"


def short_name(row: RunRow) -> str:
    """The name without the moment it was made at, which has a column of its own."""
    head, _, tail = row.name.partition("T")
    is_dated = len(head) == 10 and head[4] == head[7] == "-" and len(tail) > 9 and tail[8] == "-"
    return tail[9:] if is_dated else row.name


def format_devices(row: RunRow) -> str:
    """Its devices, which the index lists in English."""
    return listed(row.devices.split(", "))


def extra_form(key: str) -> ColumnForm:
    """The column of an option by its dotted name, or of a metric: `max(eval/accuracy)`."""
    if "(" not in key:
        return ColumnForm(lambda row: row.options.get(key), lambda row: _format_option(row.options.get(key)))
    as_text = format_percent if key.endswith("accuracy)") else format_figure

    def metric(row: RunRow) -> float | None:
        value = row.metrics.get(key)
        return float(value) if isinstance(value, int | float) else None

    return ColumnForm(metric, lambda row: as_text(metric(row)), is_number=True)


def extra_title(key: str) -> str:
    """What stands above an extra column: the telling end of an option's name, the whole of a metric's."""
    return key if "(" in key else ".".join(key.split(".")[-2:])


def _format_option(value: str | float | None) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)


FORMS: dict[Column, ColumnForm] = {
    Column.NAME: ColumnForm(lambda row: short_name(row).lower(), short_name),
    Column.STATE: ColumnForm(lambda row: float(_LIFE[row.state]), lambda row: str(row.state)),
    Column.STRATEGY: ColumnForm(lambda row: row.strategy, lambda row: row.strategy),
    Column.MODEL: ColumnForm(lambda row: row.model, lambda row: row.model),
    Column.DATA: ColumnForm(lambda row: row.data, lambda row: row.data),
    Column.DEVICES: ColumnForm(lambda row: row.devices, format_devices),
    Column.STEP: ColumnForm(lambda row: row.step, format_step, is_number=True),
    Column.LOSS: ColumnForm(
        lambda row: row.train_loss, lambda row: format_figure(row.train_loss), is_number=True
    ),
    Column.EVAL_LOSS: ColumnForm(
        lambda row: row.eval_loss, lambda row: format_figure(row.eval_loss), is_number=True
    ),
    Column.ACCURACY: ColumnForm(
        lambda row: row.eval_accuracy, lambda row: format_percent(row.eval_accuracy), is_number=True
    ),
    Column.SAMPLES_PER_SECOND: ColumnForm(
        lambda row: row.samples_per_second, lambda row: format_rate(row.samples_per_second), is_number=True
    ),
    Column.DURATION: ColumnForm(
        lambda row: row.duration_seconds, lambda row: format_duration(row.duration_seconds), is_number=True
    ),
    Column.CREATED: ColumnForm(
        lambda row: row.created, lambda row: format_moment(row.created), is_number=True
    ),
    Column.TAGS: ColumnForm(lambda row: ", ".join(row.tags).lower(), lambda row: ", ".join(row.tags)),
    Column.NOTE: ColumnForm(lambda row: row.note.lower(), lambda row: row.note.partition("\n")[0]),
    Column.QUEUE: ColumnForm(
        lambda row: row.queue_position, lambda row: str(row.queue_position or ""), is_number=True
    ),
}
