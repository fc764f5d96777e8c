"""Reports: everything in them, nothing from elsewhere, and the same figures in every form."""

import csv
import io
import re
import xml.etree.ElementTree as ET

from engine.lab.report.documents import build_csv, build_html, build_markdown, build_svg
from engine.lab.study.events import CandidateFailed, StudyWarned
from tests.engine.lab.study.told import EVENTS, limit, measured, result


def test_that_html_is_one_file_without_scripts_for_light_and_dark() -> None:
    page = build_html(result())
    assert not re.search(r"<script|<link|<img|@import|url\(|\bsrc=|javascript:", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) == {"http://www.w3.org/2000/svg"}
    assert "prefers-color-scheme: dark" in page
    assert "<h1>a &lt;study&gt;</h1>" in page
    assert page.count("<svg") == 3
    for words in ("Use ddp ×4: 3.00 times", "64 samples a step", "Amdahl, ddp: serial share", "left out"):
        assert words in page, words
    body = page[page.index("<body>") :].replace("</html>", "").replace("<br>", "<br/>")
    ET.fromstring(body)  # every element is closed


def test_that_a_round_that_lies_apart_is_shown() -> None:
    page = build_html(result())
    assert "ddp ×2: round 3 lies apart, with 90 samples a second." in page
    assert page.count('fill="none" stroke="#EE6677"') == 1


def test_that_markdown_has_a_row_for_each_candidate() -> None:
    text = build_markdown(result())
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert len(table) == 2 + 4
    assert len({line.count("|") for line in table}) == 1
    assert "| ddp ×4 | 4 | 4 | 64 | 300 |" in text
    assert "**Use ddp ×4" in text


def test_that_csv_has_plain_figures() -> None:
    rows = list(csv.DictReader(io.StringIO(build_csv(result()))))
    assert [row["name"] for row in rows] == ["single", "ddp ×2", "ddp ×4", "ddp ×8"]
    assert float(rows[2]["speedup"]) == 3.0
    assert (rows[2]["parity_passed"], rows[3]["samples_per_second"]) == ("True", "")
    assert rows[3]["reason"].startswith("8 slices of 1 core")
    assert float(rows[2]["device_seconds_to_target"]) == 4 * float(rows[2]["seconds_to_target"])
    assert rows[2]["joules_to_target"] == ""


def test_that_svg_is_sound_and_has_all_drawings() -> None:
    root = ET.fromstring(build_svg(result()))
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}g/{space}svg")) == 3
    words = "".join(root.itertext())
    assert "Speed-up over the single device" in words and "independent devices" in words


def test_that_a_study_that_measured_nothing_has_a_report() -> None:
    found = result(StudyWarned(time=1.0, sentence="Nothing went well."))
    assert "Nothing is measured yet." in build_html(found)
    assert "Nothing went well." in build_markdown(found)
    assert ET.fromstring(build_svg(found)).tag.endswith("svg")
    assert len(build_csv(found).splitlines()) == 5


def test_that_a_report_is_chinese_but_for_names_and_units() -> None:
    known = {"energy_joules": 6.4, "joules_per_sample": 0.1, "power_watts": 30.0, "energy_kind": "packages"}
    why = "Energy is that of the whole processors: a slice has no counter."
    more = [measured("ddp ×2", 4, 181.0, **known, energy_words=why), limit(2, 200.0)]
    failure = CandidateFailed(
        time=1.0, candidate="ddp ×4", round=2, sentence="The loss became NaN or infinite."
    )
    found = result(*EVENTS, *more, failure)
    names = {"lt", "gt", "study", "single", "ddp", "rank", "ms", "mJ", "MiB", "CPU", "NaN"}
    for build in (build_html, build_markdown, build_svg):
        text = re.sub(r"<style>.*?</style>", "", build(found, "zh_CN"), flags=re.DOTALL)
        labels = re.findall(r'aria-label="([^"]*)"', text)
        words = set(re.findall(r"[A-Za-z]{2,}", re.sub(r"<[^>]*>", " ", text) + " ".join(labels)))
        assert words - names == set(), build.__name__
    assert '<html lang="zh-CN">' in build_html(found, "zh_CN")
    assert "其时间的 20% 用于" in build_html(found, "zh_CN")
