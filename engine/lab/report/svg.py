"""Drawing in SVG: elements as text, with the colours left to a style sheet for light and for dark."""

from html import escape

COLOURS = ("#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#DD8452", "#8C8C8C")
"""Told apart also by who sees few colours."""
SHARE_COLOURS = {
    "compute": "#4477AA",
    "communication": "#EE6677",
    "data": "#CCBB44",
    "bubble": "#AA3377",
    "idle": "#8C8C8C",
}
STYLE = """
svg { font: 12px system-ui, "Segoe UI", "Noto Sans", "Noto Sans CJK SC", sans-serif;
  font-variant-numeric: tabular-nums; }
svg text { fill: #1A1E26; }
svg .muted { fill: #687182; }
svg .title { font-size: 14px; font-weight: 600; }
svg .grid { stroke: #DCE0E7; stroke-width: 1; fill: none; }
svg .axis { stroke: #687182; stroke-width: 1; fill: none; }
svg .ideal { stroke: #687182; stroke-width: 1; stroke-dasharray: 5 4; fill: none; }
svg .limit { stroke: #228833; stroke-width: 1.5; stroke-dasharray: 2 3; fill: none; }
svg .ground { fill: #FFFFFF; }
@media (prefers-color-scheme: dark) {
  svg text { fill: #E7E9EE; }
  svg .muted { fill: #969FAF; }
  svg .grid { stroke: #2B303B; }
  svg .axis, svg .ideal { stroke: #969FAF; }
  svg .limit { stroke: #55BB66; }
  svg .ground { fill: #1A1D24; }
}
"""
_LETTER = 6.7
"""Width of a letter, about, px."""
_FIRST_WIDE = "\u2e80"


def text(x: float, y: float, words: str, *, anchor: str = "start", kind: str = "") -> str:
    """Words at a place."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" class="{kind}">{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, *, kind: str = "", colour: str = "") -> str:
    """A straight line."""
    stroke = f' stroke="{colour}" stroke-width="1.5"' if colour else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" class="{kind}"{stroke}/>'


def path(points: list[tuple[float, float]], *, kind: str = "", colour: str = "") -> str:
    """A line through points."""
    places = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    stroke = f' stroke="{colour}" stroke-width="1.5"' if colour else ""
    return f'<polyline points="{places}" fill="none" class="{kind}"{stroke}/>'


def box(x: float, y: float, width: float, height: float, *, colour: str, hint: str = "") -> str:
    """A filled box; the hint is shown where the mouse rests on it."""
    title = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" height="{height:.1f}" '
        f'fill="{colour}">{title}</rect>'
    )


def dot(x: float, y: float, *, colour: str, hollow: bool = False, size: float = 4, hint: str = "") -> str:
    """A point; a hollow one stands out."""
    title = f"<title>{escape(hint)}</title>" if hint else ""
    fill = "none" if hollow else colour
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:g}" fill="{fill}" stroke="{colour}" '
        f'stroke-width="1.5">{title}</circle>'
    )


def drawing(width: float, height: float, parts: list[str], *, label: str) -> str:
    """A whole drawing, for a page that has `STYLE`.

    Args:
        width: In px; a narrower page shows it smaller.
        height: In px.
        parts: What is drawn, from back to front.
        label: What it shows, for who cannot see it.
    """
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def text_width(words: str) -> float:
    """About how wide words are, px; a Chinese character is as wide as two letters."""
    return sum(_LETTER * (2 if letter >= _FIRST_WIDE else 1) for letter in words)


def shortened(words: str, width: float) -> str:
    """The words, cut where they are wider than that."""
    most = max(1, int(width / _LETTER))
    return words if len(words) <= most else f"{words[: most - 1]}…"
