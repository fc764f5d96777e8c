"""Text in samples of so many tokens: nothing lost, nothing over the cut, the next token as target."""

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.data import data_for
from engine.data.text_files import read_text, stamp_text
from engine.data.windows import TokenWindows
from engine.plan.records import DataFacts
from engine.spec import TextSpec
from engine.spec.toml import apply_changes
from tests.engine.data.files import problem_of, spec_of

HAS_TOKENIZERS = importlib.util.find_spec("tokenizers") is not None
needs_tokenizers = pytest.mark.skipif(not HAS_TOKENIZERS, reason="needs tokenizers")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("TOKENIZERS_PARALLELISM", "false")
    return tmp_path / "cache"


def write(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def facts(data: TextSpec) -> DataFacts:
    return data_for(spec_of(data)).facts(spec_of(data))


def names(data: TextSpec) -> Any:
    return data_for(spec_of(data)).class_names(spec_of(data))


def load(data: TextSpec) -> tuple[TokenWindows, TokenWindows]:
    train, test = data_for(spec_of(data)).load(spec_of(data))
    assert isinstance(train, TokenWindows)
    assert isinstance(test, TokenWindows)
    return train, test


def test_that_samples_are_the_text_in_order_and_targets_the_next_characters(tmp_path: Path) -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(100)) + "ß"
    data = TextSpec(file=write(tmp_path / "a.txt", text), length=7, test_fraction=0.2)
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (11, 2, 27)
    assert (found.input_kind, found.targets_per_sample, found.input_shape) == ("tokens", 7, (7,))
    letters = names(data)
    train, test = load(data)
    assert (len(train), len(test)) == (11, 2)
    for part, first in ((train, 0), (test, 81)):
        inputs, targets = part.take(np.arange(len(part)))
        assert (inputs.dtype, targets.dtype) == (torch.int64, torch.int64)
        for row in range(len(part)):
            start = first + 7 * row
            assert "".join(letters[i] for i in inputs[row]) == text[start : start + 7]
            assert "".join(letters[i] for i in targets[row]) == text[start + 1 : start + 8]


@pytest.mark.parametrize(("count", "length", "fraction"), [(50, 3, 0.1), (200, 9, 0.5), (31, 1, 0.3)])
def test_that_no_sample_reaches_over_the_cut(
    tmp_path: Path, count: int, length: int, fraction: float
) -> None:
    text = "".join(chr(0x4E00 + n) for n in range(count))  # every character once
    data = TextSpec(file=write(tmp_path / "a.txt", text), length=length, test_fraction=fraction)
    train, test = load(data)
    seen = [
        {int(token) for tensor in part.take(np.arange(len(part))) for token in tensor.flatten()}
        for part in (train, test)
    ]
    cut = count - round(count * fraction)
    assert max(seen[0]) < cut <= min(seen[1])
    assert (len(train), len(test)) == (facts(data).num_train, facts(data).num_test)


def test_that_a_text_comes_with_paraloom() -> None:
    found = facts(TextSpec())
    assert found.num_classes == 70
    assert found.num_train * found.targets_per_sample > 130_000
    letters = names(TextSpec())
    inputs, _ = load(TextSpec())[0].take(np.array([0]))
    assert "".join(letters[i] for i in inputs[0]).startswith("ALICE'S ADVENTURES IN WONDERLAND\n")


def test_that_a_folder_is_its_texts_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "second" * 10)
    write(tmp_path / "a.txt", "first" * 10)
    write(tmp_path / "c.md", "never")
    data = TextSpec(file=str(tmp_path), length=10)
    letters = names(data)
    inputs, _ = load(data)[0].take(np.arange(facts(data).num_train))
    assert "".join(letters[i] for i in inputs.flatten()).startswith("first" * 10 + "\n" + "second")
    write(tmp_path / "d.txt", "thirdxyz")
    assert "z" in names(data)


def test_that_marks_and_line_ends_of_other_systems_are_no_characters(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfone\r\ntwo\r\n" * 1 + b"three\r\n" * 20)
    assert "\r" not in names(TextSpec(file=str(tmp_path / "a.txt"), length=4))
    assert "\ufeff" not in names(TextSpec(file=str(tmp_path / "a.txt"), length=4))


def test_that_too_short_a_text_is_mended_by_shorter_samples(tmp_path: Path) -> None:
    data = TextSpec(file=write(tmp_path / "a.txt", "abc" * 30), length=40)
    problem = problem_of(data)
    assert problem.field == "data.length"
    assert "81 tokens to train and 9 to test; a sample takes 41" in problem.sentence
    assert problem.fix is not None
    mended = apply_changes(spec_of(data), problem.fix.changes)
    assert data_for(mended).facts(mended).num_test == 1


def test_that_what_cannot_be_read_is_a_plan_problem(tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes("eins\nzwei\nfünf".encode("latin-1"))
    said = {
        str(tmp_path / "gone.txt"): f"There is nothing at {tmp_path / 'gone.txt'}.",
        str(tmp_path / "latin.txt"): f"{tmp_path / 'latin.txt'} is not UTF-8 text in line 3.",
    }
    (tmp_path / "empty").mkdir()
    said[str(tmp_path / "empty")] = f"There are no .txt files in {tmp_path / 'empty'}."
    for file, sentence in said.items():
        problem = problem_of(TextSpec(file=file))
        assert (problem.field, problem.sentence) == ("data.file", sentence)
        assert problem.mend
    assert problem_of(TextSpec(file=write(tmp_path / "a.txt", ""))).field == "data.length"


@pytest.mark.skipif(HAS_TOKENIZERS, reason="tokenizers is installed")
def test_that_a_missing_package_is_a_problem_with_the_line_that_installs_it() -> None:
    problem = problem_of(TextSpec(tokens="byte_pairs"))
    assert problem.field == "data.tokens"
    assert "pip install 'paraloom[text]'" in problem.mend


@needs_tokenizers
def test_that_byte_pairs_put_together_are_the_text(tmp_path: Path) -> None:
    text = "the cat sat on the mat; das Mädchen 猫 saß auf der Matte.\n" * 40
    data = TextSpec(
        file=write(tmp_path / "a.txt", text), tokens="byte_pairs", vocabulary=300, length=8, test_fraction=0.3
    )
    found = facts(data)
    assert 257 <= found.num_classes <= 300
    train, test = load(data)
    assert (len(train), len(test)) == (found.num_train, found.num_test)
    inputs, targets = train.take(np.arange(len(train)))
    assert torch.equal(inputs.flatten()[1:], targets.flatten()[:-1])
    words = names(data)
    ascii_only = [words[i] for i in inputs[0]]
    assert text.startswith("".join(ascii_only))
    assert len("".join(ascii_only)) > 8


@needs_tokenizers
def test_that_a_long_text_is_made_into_byte_pairs_only_when_asked_for(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", read_text(stamp_text("")) * 7)
    data = TextSpec(file=file, tokens="byte_pairs", vocabulary=300)
    problem = problem_of(data)
    assert problem.field == "data.tokens"
    assert "The text of 1.0 MB is not in byte pairs yet" in problem.sentence
    assert problem.fix is not None
    told = list(data_for(spec_of(data)).prepare(spec_of(data)))
    assert told == ["Making byte pairs of the text."]
    assert facts(data).num_train > 1000
    assert list(data_for(spec_of(data)).prepare(spec_of(data))) == []


@needs_tokenizers
def test_that_byte_pairs_are_made_once_and_kept(tmp_path: Path, cache: Path) -> None:
    data = TextSpec(tokens="byte_pairs", vocabulary=400, length=16)
    before = facts(data)
    (made,) = (cache / "byte-pairs").iterdir()
    stamp = made.stat().st_mtime_ns
    file = write(tmp_path / "copy.txt", read_text(stamp_text("")))
    assert facts(data.model_copy(update={"file": file})) == before
    assert [path.stat().st_mtime_ns for path in (cache / "byte-pairs").iterdir()] == [stamp]
