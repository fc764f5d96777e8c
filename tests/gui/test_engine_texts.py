import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from engine import data, models
from engine.devices.inventory import Inventory
from engine.errors import SpecError
from engine.planning import plan_run
from engine.spec import DevicesSpec, RunSpec, SgdSpec, SingleSpec, TrainingSpec
from engine.spec.toml import parse_spec
from engine.strategies import ALL
from engine.translation import catalogue_path
from gui.engine_texts import translate_engine
from gui.i18n import install_language, translations_dir
from tests.gui.engine_texts import engine_texts

CHINESE = re.compile(r"[\u4e00-\u9fff]")
MACHINE = Inventory(gpus=(), cores=(0, 1), cpu_name="A CPU", memory_total_bytes=2**34, gpu_problem="")


@pytest.fixture(autouse=True)
def chinese(qapp: QApplication) -> Iterator[None]:
    install_language("zh_CN")
    yield
    install_language("en")


def catalogue() -> dict[str, str]:
    """What counts in the window; what only counts in reports is no part of it."""
    tables = tomllib.loads(catalogue_path("zh_CN").read_text(encoding="utf-8"))
    del tables["report"]
    return {text: translation for table in tables.values() for text, translation in table.items()}


def test_that_every_translation_has_the_gaps_of_its_text() -> None:
    for text, translation in catalogue().items():
        gaps = len(re.findall(r"\{\d*\}", translation))
        assert gaps == text.count("{}"), text
        numbered = sorted(re.findall(r"\{(\d+)\}", translation))
        assert numbered in ([], [str(number + 1) for number in range(gaps)]), text


def test_that_every_text_of_the_engine_has_a_translation() -> None:
    texts, known = engine_texts(), catalogue()
    assert len(texts) > 400
    assert [text for text in texts if text not in known and not CHINESE.search(translate_engine(text))] == []


def test_that_strategies_models_and_data_speak_chinese() -> None:
    for strategy in ALL.values():
        for text in (strategy.sentence, strategy.explanation, strategy.when, strategy.when_not):
            assert CHINESE.search(translate_engine(text)), text
    for part in (*models.ALL.values(), *data.ALL.values()):
        assert CHINESE.search(translate_engine(part.sentence)), part.sentence


def test_that_the_help_of_every_field_is_chinese() -> None:
    for name in TrainingSpec.model_fields:
        assert CHINESE.search(translate_engine(TrainingSpec.help_of(name))), name


@pytest.mark.parametrize(
    "spec",
    [
        RunSpec(devices=DevicesSpec(count=5)),
        RunSpec(devices=DevicesSpec(use=("cpu:7",))),
        RunSpec(devices=DevicesSpec(count=2), strategy=SingleSpec()),
        RunSpec(training=TrainingSpec(micro_batch_size=5000)),
        RunSpec(training=TrainingSpec(max_epochs=None)),
        RunSpec(training=TrainingSpec(optimizer=SgdSpec(nesterov=True, momentum=0.0))),
    ],
)
def test_that_real_problems_come_out_in_chinese_with_their_figures(spec: RunSpec) -> None:
    result = plan_run(spec, MACHINE)
    assert result.problems
    for problem in result.problems:
        for text in (problem.sentence, problem.mend, problem.fix.label if problem.fix else ""):
            shown = translate_engine(text)
            assert not text or CHINESE.search(shown), text
            figures = re.findall(r"\d+(?:,\d{3})*", text)
            assert all(figure in shown for figure in figures), (text, shown)


def test_that_names_and_inner_sentences_are_kept_and_translated() -> None:
    shown = translate_engine("Rank 1 on CPU 1 was ended by SIGKILL.")
    assert shown == "rank 1（CPU 1）被 SIGKILL 结束。"
    inner = translate_engine(
        "Its log may say why. "
        "Resume goes on from the last complete checkpoint, or begins again where there is none."
    )
    assert inner == "它的日志也许说明了原因。恢复会从最后一个完整的检查点继续；没有检查点时重新开始。"
    assert translate_engine("Rank 0: the loss became nan at step 12.") == "rank 0：损失在第 12 步变成了 nan。"


def test_that_what_nobody_knows_stays_and_english_is_untouched() -> None:
    assert translate_engine("A sentence nobody wrote") == "A sentence nobody wrote"
    assert translate_engine("") == ""
    install_language("en")
    assert translate_engine("The disk is full.") == "The disk is full."


def test_that_values_of_a_file_are_told_in_chinese_with_their_limits() -> None:
    with pytest.raises(SpecError) as caught:
        parse_spec("[training]\nmax_epochs = 0\nmicro_batch_size = 'x'\n")
    told = [f"{translate_engine(one.sentence)} {translate_engine(one.mend)}" for one in caught.value.problems]
    assert told == [
        '0 太小。 请给出 1 到 1,000,000 之间的整数，或 "none"。',
        '"x" 不是整数。 请给出 1 到 10,000,000 之间的整数。',
    ]


def test_that_counts_have_their_plural_in_english() -> None:
    install_language("en")
    words = [QCoreApplication.translate("StatusBar", "%n run(s) alive", "", number) for number in (0, 1, 2)]
    assert words == ["0 runs alive", "1 run alive", "2 runs alive"]


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_that_the_windows_texts_are_all_translated_and_compiled(language: str, tmp_path: Path) -> None:
    source = translations_dir() / f"paraloom_{language}.ts"
    assert 'type="unfinished"' not in source.read_text(encoding="utf-8")
    compiled = tmp_path / "compiled.qm"
    release = Path(sys.executable).parent / "pyside6-lrelease"
    subprocess.run([release, source, "-qm", compiled], check=True, capture_output=True, timeout=60)
    assert compiled.read_bytes() == source.with_suffix(".qm").read_bytes()
