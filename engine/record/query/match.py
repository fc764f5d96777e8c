"""Whether a value fits a condition: one small test a clause, made once and used on every row."""

import math
import re
from collections.abc import Callable, Sequence
from fnmatch import translate

from engine.errors import QueryError
from engine.record.query.keys import Answer, Key, Kind
from engine.record.query.values import Span, read_duration, read_moment, read_number

Test = Callable[[Answer], bool]

_NOTHING = "none"
_READERS = {Kind.NUMBER: read_number, Kind.SHARE: read_number, Kind.DURATION: read_duration}
_EXAMPLES = {
    Kind.NUMBER: "Write a number such as 0.5, 5k or 20%.",
    Kind.SHARE: "Write a share such as 0.97 or 97%.",
    Kind.DURATION: "Write a time such as 90s, 5m or 1h30m.",
    Kind.MOMENT: "Write a date such as 2026-11-01, 2026-11, today or 7d (seven days ago).",
}


def make_test(key: Key, operator: str, choices: Sequence[str], now: float) -> Test:
    """Whether one of the choices fits what a row has under a key. A row that has nothing does not fit.

    Args:
        key: What is asked of a row.
        operator: `:`, `=`, `!=`, `<`, `<=`, `>` or `>=`; `!=` is the opposite of `=`.
        choices: What the value may be.
        now: Unix time (s), for moments such as `7d`.

    Raises:
        QueryError: a choice is no value of that key, or it cannot be compared so.
    """
    sign = "=" if operator == "!=" else operator
    tests = [_one_test(key, sign, choice, now) for choice in choices]
    first = tests[0]
    found = first if len(tests) == 1 else lambda value: any(test(value) for test in tests)
    return (lambda value: not found(value)) if operator == "!=" else found


def _one_test(key: Key, sign: str, choice: str, now: float) -> Test:
    if choice.lower() == _NOTHING and sign in (":", "="):
        return lambda value: value is None or value == "" or value == ()
    if key.kind is Kind.TEXT:
        return _text_test(key, sign, choice)
    if key.kind is Kind.WORDS:
        fits = _text_test(key, sign, choice)
        return lambda value: any(fits(word) for word in value or ())  # type: ignore[union-attr]
    if key.kind is Kind.EITHER:
        return _either_test(key, sign, choice)
    return _span_test(sign, _span(key, choice, now))


def _text_test(key: Key, sign: str, choice: str) -> Test:
    """`:` looks for the text anywhere, `=` for the whole; * stands for anything in both."""
    if sign not in (":", "="):
        raise QueryError(
            f"{key.name} is a text: it cannot be compared with {sign}.",
            field=key.name,
            mend=f"Write {key.name}:{choice}, or {key.name}={choice} for exactly that.",
        )
    wanted = choice.lower()
    if "*" in wanted:
        pattern = re.compile(translate(wanted if sign == "=" else f"*{wanted}*"))
        return lambda value: value is not None and pattern.match(str(value).lower()) is not None
    if sign == "=":
        return lambda value: value is not None and str(value).lower() == wanted
    return lambda value: value is not None and wanted in str(value).lower()


def _either_test(key: Key, sign: str, choice: str) -> Test:
    number = _span_or_none(choice)
    if number is None:
        return _text_test(key, sign, choice)
    as_number = _span_test(sign, number)
    as_text = _text_test(key, sign, choice) if sign in (":", "=") else None

    def fits(value: Answer) -> bool:
        if isinstance(value, int | float) and not isinstance(value, bool):
            return as_number(value)
        return as_text is not None and as_text(value)

    return fits


def _span_or_none(choice: str) -> Span | None:
    ends = [read_number(end) for end in choice.split("..", 1)]
    return None if None in ends else Span(ends[0], ends[-1])  # type: ignore[arg-type]


def _span(key: Key, choice: str, now: float) -> Span:
    low, between, high = choice.partition("..")
    first = _read(key, low, now)
    last = _read(key, high, now) if between else first
    return Span(first.low, last.high)


def _read(key: Key, text: str, now: float) -> Span:
    if key.kind is Kind.MOMENT:
        found = read_moment(text, now)
    else:
        number = _READERS[key.kind](text)
        found = None if number is None else Span(number, number)
    if found is None:
        raise QueryError(f"“{text}” is no value of {key.name}.", field=key.name, mend=_EXAMPLES[key.kind])
    if key.kind is Kind.SHARE and found.low > 1:
        raise QueryError(
            f"{key.name} is never more than 1.", field=key.name, mend=f"Write {text}% for a percentage."
        )
    return found


def _span_test(sign: str, span: Span) -> Test:
    low, high = span.low, span.high
    nearly_low, nearly_high = low - 1e-9 * abs(low), high + 1e-9 * abs(high)
    compare: dict[str, Callable[[float], bool]] = {
        ">": lambda value: value > high,
        ">=": lambda value: value >= low,
        "<": lambda value: value < low,
        "<=": lambda value: value <= high,
        ":": lambda value: nearly_low <= value <= nearly_high,
        "=": lambda value: nearly_low <= value <= nearly_high,
    }
    fits = compare[sign]
    if math.isnan(low) and sign in (":", "="):
        return lambda value: isinstance(value, float) and math.isnan(value)
    return lambda value: value is not None and fits(value)  # type: ignore[arg-type]
