"""Reports of a study as whole documents."""

import csv
import io
import re
from collections.abc import Callable, Mapping
from html import escape

from engine.lab.report.cells import Table, build_table, build_tables, fit_lines, reasons
from engine.lab.report.charts import WIDTH, charts
from engine.lab.report.svg import STYLE
from engine.lab.study.results import SHARES, StudyResult
from engine.translation import Say, sayer

_PAGE_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; background: #F5F6F8; color: #1A1E26; font: 14px/1.5 system-ui, "Segoe UI", "Noto Sans",
  "Noto Sans CJK SC", sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1080px; margin: 0 auto; padding: 24px; }
h1 { font-size: 22px; margin: 0 0 4px; }
h2 { font-size: 16px; margin: 0 0 8px; }
p { margin: 0 0 8px; }
.muted { color: #5B6474; }
.verdict { font-size: 17px; font-weight: 600; }
section { background: #FFFFFF; border: 1px solid #DCE0E7; border-radius: 8px; padding: 16px; margin: 16px 0;
  overflow-x: auto; }
section svg { max-width: 100%; height: auto; display: block; }
table { border-collapse: collapse; font-size: 12px; white-space: nowrap; }
th, td { padding: 4px 0 4px 18px; text-align: right; border-bottom: 1px solid #DCE0E7; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
tr.best td { font-weight: 600; }
ul { margin: 0; padding-left: 20px; }
@media (prefers-color-scheme: dark) {
  body { background: #121419; color: #E7E9EE; }
  section { background: #1A1D24; border-color: #2B303B; }
  th, td { border-color: #2B303B; }
  .muted { color: #969FAF; }
}
@media print { section { break-inside: avoid; } }
"""
_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_GAP = 32.0


def _sayer(language: str) -> Say:
    return sayer(language, "report")


def build_html(result: StudyResult, language: str = "en") -> str:
    """One HTML file without scripts that needs nothing from elsewhere; light or dark as its reader likes."""
    say = _sayer(language)
    head = (
        f'<!doctype html>\n<html lang="{language.replace("_", "-")}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(result.name)}</title><style>{_PAGE_STYLE}{STYLE}</style></head>"
    )
    parts = [f"<h1>{escape(result.name)}</h1>"]
    parts += [f"<p>{escape(say(result.description))}</p>"] if result.description else []
    parts.append(f'<p class="muted">{"<br>".join(map(escape, _facts(result, say)))}</p>')
    parts.append(_section("", _verdict_html(result, say)))
    tables = "<br>".join(_table_html(table, result.verdict.best) for table in build_tables(result, say))
    parts.append(_section(say("Candidates"), tables))
    parts += [_section("", chart) for chart in charts(result, say)]
    for title, lines in _lists(result, say):
        parts += [_section(title, _list_html(lines))] if lines else []
    return f"{head}<body><main>{''.join(parts)}</main></body></html>\n"


def _lists(result: StudyResult, say: Say) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What stands below the figures, with its titles."""
    return (say("Fitted laws"), fit_lines(result, say)), (say("To know"), reasons(result, say))


def _facts(result: StudyResult, say: Say) -> tuple[str, ...]:
    protocol = (
        f"{result.rounds_done} of {result.rounds} rounds, candidates interleaved; "
        f"{result.measured_steps} steps a run after {result.warmup_steps} of warm-up"
    )
    facts = [say(result.comparison), say(result.machine), say(protocol), say(f"State: {result.state}.")]
    if result.limit_speedup is not None:
        limit = f"{result.limit_speedup:.2f}"
        facts.append(say(f"Independent devices reach {limit} times the single device together."))
    return tuple(facts)


def _verdict_html(result: StudyResult, say: Say) -> str:
    verdict = result.verdict
    sentence = say(verdict.sentence or "Nothing is measured yet.")
    return f'<p class="verdict">{escape(sentence)}</p>{_list_html(tuple(map(say, verdict.details)))}'


def _table_html(table: Table, best: str) -> str:
    heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
    rows = []
    for cells in table.rows:
        kind = ' class="best"' if cells[0] == best else ""
        rows.append(f"<tr{kind}>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>")
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def _list_html(lines: tuple[str, ...]) -> str:
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""


def _section(title: str, content: str) -> str:
    heading = f"<h2>{escape(title)}</h2>" if title else ""
    return f"<section>{heading}{content}</section>"


def build_markdown(result: StudyResult, language: str = "en") -> str:
    """A Markdown text: verdict, table, laws and what to know."""
    say = _sayer(language)
    table = build_table(result, say)
    lines = [f"# {result.name}", "", *([say(result.description), ""] if result.description else [])]
    lines += [*(f"- {fact}" for fact in _facts(result, say)), ""]
    if result.verdict.sentence:
        lines += [f"**{say(result.verdict.sentence)}**", ""]
        lines += [f"- {say(detail)}" for detail in result.verdict.details] + [""]
    lines.append(_markdown_row(table.heads))
    lines.append("|" + "|".join([" :--- ", *[" ---: "] * (len(table.heads) - 1)]) + "|")
    lines += [_markdown_row(cells) for cells in table.rows]
    for title, sentences in _lists(result, say):
        lines += ["", f"## {title}", "", *(f"- {one}" for one in sentences)] if sentences else []
    return "\n".join(lines) + "\n"


def _markdown_row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def build_csv(result: StudyResult, language: str = "en") -> str:
    """A line for each candidate, figures in plain units; empty where there is none.

    Its heads are for programs, the same in any language; only reasons are said in it.
    """
    heads = (
        *("name", "state", "strategy", "num_devices", "world_size", "mesh", "global_batch_size"),
        *("samples_per_second", "spread_mad", "least", "greatest", "num_rounds", "step_seconds"),
        *("speedup", "efficiency", "efficiency_of_limit", *SHARES),
        *("memory_peak_bytes", "power_watts", "energy_joules", "joules_per_sample", "samples_per_joule"),
        *("target_step", "seconds_to_target", "device_seconds_to_target", "joules_to_target"),
        *("cost_to_target", "parity", "parity_passed", "reason"),
    )
    out = io.StringIO()
    writer = csv.DictWriter(out, heads, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in result.candidates:
        cells = row.model_dump() | {"num_rounds": len(row.rounds), "reason": _sayer(language)(row.reason)}
        if row.spread is not None:
            cells |= {
                "spread_mad": row.spread.mad,
                "least": row.spread.least,
                "greatest": row.spread.greatest,
            }
        if row.shares is not None:
            cells |= row.shares.model_dump()
        parity = row.parity
        cells["parity"] = None if parity is None else parity.max_relative_difference
        cells["parity_passed"] = None if parity is None else parity.passed
        writer.writerow({name: "" if value is None else value for name, value in cells.items()})
    return out.getvalue()


def build_svg(result: StudyResult, language: str = "en") -> str:
    """All drawings below each other in one SVG file."""
    inner, y = [], _GAP / 2
    for chart in charts(result, _sayer(language)):
        size = _SIZE.search(chart)
        assert size is not None
        inner.append(f'<g transform="translate({_GAP / 2:g} {y:g})">{chart}</g>')
        y += float(size[2]) + _GAP
    width = WIDTH + _GAP
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {y:g}" width="{width:g}" '
        f'height="{y:g}">'
        f'<style>{STYLE}</style><rect width="100%" height="100%" class="ground"/>{"".join(inner)}</svg>\n'
    )


FORMS: Mapping[str, Callable[[StudyResult, str], str]] = {
    "html": build_html,
    "markdown": build_markdown,
    "csv": build_csv,
    "svg": build_svg,
}
"""Every form of report, of a result in a language; a picture in pixels is left to the window's painter."""
