"""The drawings of a study: speed-up against ideal, the speed of every round, and where the time went."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.lab.report.svg import (
    COLOURS,
    SHARE_COLOURS,
    box,
    dot,
    drawing,
    line,
    path,
    shortened,
    text,
    text_width,
)
from engine.lab.study.results import SHARES, CandidateRow, StudyResult
from engine.translation import Say

WIDTH = 980.0
_ROW = 30.0
_BAR = 16.0
_TOP = 56.0
_LABELS = 190.0
_VALUES = 104.0


def charts(result: StudyResult, say: Say) -> tuple[str, ...]:
    """All drawings that there is something to draw for."""
    measured = [row for row in result.candidates if row.samples_per_second is not None]
    if not measured:
        return ()
    found = [speedup_chart(result, say)] if any(row.num_devices > 1 for row in measured) else []
    return (*found, speed_chart(measured, say), share_chart(measured, say))


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where devices and speed-ups lie on the drawing."""

    left: float
    right: float
    top: float
    bottom: float
    most: float

    def at(self, devices: float, speedup: float) -> tuple[float, float]:
        across = (devices - 1) / (self.most - 1)
        up = speedup / self.most
        return self.left + across * (self.right - self.left), self.bottom - up * (self.bottom - self.top)


def speedup_chart(result: StudyResult, say: Say) -> str:
    """Speed-up over the number of devices: ideal, what independent devices reach, and every family."""
    rows = [row for row in result.candidates if row.speedup is not None]
    frame = _Frame(46, WIDTH - 260, 44, 330, float(max(row.num_devices for row in rows)))
    parts = [text(0, 16, say("Speed-up over the single device"), kind="title")]
    parts += _axes(frame, sorted({1, *(row.num_devices for row in rows)}), say)
    parts += [path([frame.at(1, 1), frame.at(frame.most, frame.most)], kind="ideal")]
    legend = [(say("ideal"), "", "ideal")]
    limits = [(1, 1.0), *((one.num_devices, one.speedup) for one in result.limits if one.speedup)]
    if len(limits) > 1:
        parts.append(path([frame.at(number, most) for number, most in limits], kind="limit"))
        legend.append((say("independent devices"), "", "limit"))
    families = list(dict.fromkeys(row.family for row in rows if row.num_devices > 1))
    for index, family in enumerate(families):
        colour = COLOURS[index % len(COLOURS)]
        legend.append((family, colour, ""))
        parts += _family(result, [row for row in rows if row.family == family], frame, colour)
    for index, (words, colour, kind) in enumerate(legend):
        y = frame.top + 10 + index * 20
        parts.append(line(frame.right + 24, y, frame.right + 48, y, kind=kind, colour=colour))
        parts.append(text(frame.right + 54, y + 4, shortened(words, 200)))
    return drawing(WIDTH, 372, parts, label=say("Speed-up over the number of devices"))


def _axes(frame: _Frame, counts: Sequence[int], say: Say) -> list[str]:
    parts = []
    for number in _ticks(frame.most):
        x, y = frame.left, frame.at(1, number)[1]
        parts += [line(x, y, frame.right, y, kind="grid"), text(x - 8, y + 4, f"{number:g}", anchor="end")]
    for count in counts:
        x, y = frame.at(count, 0)
        parts += [line(x, y, x, y + 4, kind="axis"), text(x, y + 18, str(count), anchor="middle")]
    parts.append(line(frame.left, frame.bottom, frame.right, frame.bottom, kind="axis"))
    middle = (frame.left + frame.right) / 2
    return [*parts, text(middle, frame.bottom + 36, say("devices"), anchor="middle", kind="muted")]


def _ticks(most: float) -> list[float]:
    step = next(step for step in (0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 1024) if most / step <= 8)
    return [number * step for number in range(int(most / step) + 1)]


def _family(result: StudyResult, rows: Sequence[CandidateRow], frame: _Frame, colour: str) -> list[str]:
    fits = [fit for fit in result.fits if fit.family == rows[0].family]
    parts = []
    if fits:
        parts.append(path([frame.at(number, speedup) for number, speedup in fits[-1].curve], colour=colour))
    alone = result.reference.samples_per_second or 1.0
    for row in rows:
        if row.num_devices == 1 or row.speedup is None:
            continue
        x, y = frame.at(row.num_devices, row.speedup)
        if row.spread is not None:
            ends = [frame.at(1, speed / alone)[1] for speed in (row.spread.least, row.spread.greatest)]
            parts.append(line(x, ends[0], x, ends[1], colour=colour))
        parts.append(dot(x, y, colour=colour, size=5, hint=f"{row.name}: {row.speedup:.2f}"))
        parts.append(text(x - 9, y - 9, f"{row.speedup:.2f}", anchor="end"))
    return parts


def speed_chart(rows: Sequence[CandidateRow], say: Say) -> str:
    """Samples a second: a bar for the median of each candidate, a dot for each round."""
    most = max(one.samples_per_second for row in rows for one in row.rounds)
    scale = (WIDTH - _LABELS - _VALUES) / most
    parts = [
        text(0, 16, say("Samples a second"), kind="title"),
        text(
            *(0, 36),
            say("bar: median of the rounds; dots: each round, hollow where it lies apart"),
            kind="muted",
        ),
    ]
    for index, row in enumerate(rows):
        y = _TOP + index * _ROW
        speed = row.samples_per_second or 0.0
        parts += _label(row, y)
        parts.append(box(_LABELS, y, speed * scale, _BAR, colour=COLOURS[0] + "99", hint=row.name))
        for one in row.rounds:
            x = _LABELS + one.samples_per_second * scale
            hint = say(f"round {one.round}: {one.samples_per_second:,.0f}")
            colour = COLOURS[1] if one.is_outlier else COLOURS[0]
            parts.append(dot(x, y + _BAR / 2, colour=colour, hollow=one.is_outlier, size=3, hint=hint))
        parts.append(text(WIDTH, y + 12, f"{speed:,.0f}", anchor="end"))
    return drawing(WIDTH, _TOP + len(rows) * _ROW, parts, label=say("Samples a second of each candidate"))


def share_chart(rows: Sequence[CandidateRow], say: Say) -> str:
    """Where the time of the ranks went, a bar for each candidate."""
    whole = WIDTH - _LABELS - _VALUES
    parts = [text(0, 16, say("Where the time of the ranks went"), kind="title")]
    x = 0.0
    for name in SHARES:
        words = say(name)
        parts += [box(x, 27, 10, 10, colour=SHARE_COLOURS[name]), text(x + 15, 36, words, kind="muted")]
        x += 15 + text_width(words) + 18
    for index, row in enumerate(rows):
        y = _TOP + index * _ROW
        parts += _label(row, y)
        if row.shares is None:
            continue
        x = _LABELS
        for name in SHARES:
            share = row.shares.of(name)
            hint = f"{say(name)}: {share:.1%}"
            parts.append(box(x, y, share * whole, _BAR, colour=SHARE_COLOURS[name], hint=hint))
            x += share * whole
        parts.append(text(WIDTH, y + 12, say(f"{row.shares.compute:.0%} compute"), anchor="end"))
    return drawing(WIDTH, _TOP + len(rows) * _ROW, parts, label=say("Where the time of each candidate went"))


def _label(row: CandidateRow, y: float) -> list[str]:
    return [text(0, y + 12, shortened(row.name, _LABELS - 12))]
