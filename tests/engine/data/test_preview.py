"""A look at each kind of data set: samples of the right kind, names and counts of classes."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine.cli import main
from engine.data.preview import Preview, build_preview
from engine.errors import PlanError
from engine.spec import (
    ArraysSpec,
    AugmentSpec,
    CsvSpec,
    DigitsSpec,
    ImageFolderSpec,
    MnistSpec,
    SyntheticImagesSpec,
    SyntheticTokensSpec,
    TextSpec,
)
from engine.spec.toml import write_spec
from tests.engine.data.files import picture, spec_of, write_pictures


def look(data: Any, **more: Any) -> Preview:
    preview = build_preview(spec_of(data), **more)
    assert (
        Preview.model_validate_json(preview.model_dump_json()).model_dump_json() == preview.model_dump_json()
    )
    assert sum(preview.class_counts) in (0, preview.facts.num_train) or preview.facts.input_kind == "tokens"
    return preview


def test_that_pictures_are_shown_with_their_class(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path, {"cat": 6, "dog": 3})
    preview = look(ImageFolderSpec(folder=str(folder), size=8), num_samples=100)
    assert preview.class_names == ("cat", "dog")
    assert preview.class_counts == (5, 2)
    assert len(preview.samples) == 7
    real = {picture(number).tobytes(): "cat" if number < 6 else "dog" for number in range(9)}
    for sample in preview.samples:
        assert sample.picture is not None
        assert real[sample.picture.array().tobytes()] == sample.class_name


def test_that_pictures_are_shown_as_training_sees_them_or_plain(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path, {"cat": 6, "dog": 3})
    changes = AugmentSpec(crop_padding=3, normalise="imagenet")
    data = ImageFolderSpec(folder=str(folder), size=8, augment=changes)
    changed, plain = look(data), look(data, augmented=False)
    unchanged = look(data.model_copy(update={"augment": AugmentSpec()}))
    assert plain.samples == unchanged.samples
    assert changed.samples != plain.samples


@pytest.mark.parametrize(
    "data", [DigitsSpec(), SyntheticImagesSpec(channels=5, num_classes=7, num_train=100)]
)
def test_that_numbers_of_any_size_become_pictures(data: Any) -> None:
    preview = look(data)
    assert len(preview.samples) == 16
    assert len({sample.index for sample in preview.samples}) == 16
    shown = [sample.picture.array() for sample in preview.samples if sample.picture is not None]
    assert (min(map(np.min, shown)), max(map(np.max, shown))) == (0, 255)
    assert shown[0].shape[-1] == 1


def test_that_rows_come_with_the_names_of_their_columns(tmp_path: Path) -> None:
    lines = [f"{number},{('red', 'blue')[number % 2]},{number % 3}" for number in range(30)]
    (tmp_path / "a.csv").write_text("\n".join(["size,colour,kind", *lines]))
    preview = look(CsvSpec(file=str(tmp_path / "a.csv")), num_samples=4)
    assert preview.input_names == ("size", "colour = blue", "colour = red")
    assert [len(sample.row) for sample in preview.samples] == [3] * 4
    assert all(sample.class_name == str(sample.target) for sample in preview.samples)


def test_that_arrays_show_rows_or_tokens(tmp_path: Path) -> None:
    rows = np.ones((20, 300))
    rows[:, 2] = np.nan
    np.savez(tmp_path / "a.npz", inputs=rows, targets=np.arange(20) % 2)
    preview = look(ArraysSpec(file=str(tmp_path / "a.npz")))
    assert preview.class_counts == (8, 8)
    assert len(preview.samples[0].row) == 64
    assert np.isnan(preview.samples[0].row[2])
    tokens = np.arange(40).reshape(10, 4)
    np.savez(tmp_path / "t.npz", inputs=tokens, targets=tokens + 1)
    preview = look(ArraysSpec(file=str(tmp_path / "t.npz")), num_samples=100)
    assert all(len(sample.text.split()) == 4 for sample in preview.samples)


def test_that_text_is_shown_as_it_reads() -> None:
    preview = look(TextSpec(length=40), num_samples=5000)
    assert preview.samples[0].text == "ALICE'S ADVENTURES IN WONDERLAND\n\nLewis "
    assert preview.samples[0].target is None
    assert sum(preview.class_counts) > 130_000
    assert preview.class_counts[preview.class_names.index("e")] > 5000


def test_that_drawn_tokens_are_not_counted() -> None:
    preview = look(SyntheticTokensSpec(num_train=100_000_000, length=3))
    assert preview.class_counts == ()
    assert len(preview.samples[0].text.split()) == 3


def test_that_what_cannot_be_read_raises_what_the_plan_tells() -> None:
    with pytest.raises(PlanError, match="No folder is chosen"):
        build_preview(spec_of(ImageFolderSpec()))


def test_that_the_command_line_gives_it_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_spec(tmp_path / "a.toml", spec_of(DigitsSpec()))
    assert main(["data", str(tmp_path / "a.toml"), "--json", "--samples", "3"]) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert told.pop("unreadable") == []
    assert len(Preview.model_validate(told).samples) == 3
    assert main(["data", str(tmp_path / "a.toml"), "--set", "data.test_fraction=0.5"]) == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "Handwritten digits: 899 training and 898 test samples of 1×8×8\nclass  training  test\n0"
    )


def test_that_the_command_line_names_pictures_that_cannot_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_pictures(tmp_path / "pictures", {"cat": 4, "dog": 4})
    write_spec(tmp_path / "a.toml", spec_of(ImageFolderSpec(folder=str(folder), size=8)))
    assert main(["data", str(tmp_path / "a.toml"), "--check", "--json", "--samples", "0"]) == 0
    for number in (1, 2):
        (folder / "dog" / f"{number}.png").write_bytes(b"no picture")
    assert main(["data", str(tmp_path / "a.toml"), "--check", "--json", "--samples", "0"]) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert sorted(sentence.split(" ")[0] for sentence in told["unreadable"]) == [
        f"{folder}/dog/1.png",
        f"{folder}/dog/2.png",
    ]


def test_that_the_command_line_refuses_what_is_not_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
    for data, said in (
        (ImageFolderSpec(), "No folder is chosen."),
        (MnistSpec(), "MNIST is not downloaded yet."),
    ):
        write_spec(tmp_path / "a.toml", spec_of(data))
        assert main(["data", str(tmp_path / "a.toml"), "--json"]) == 2
        told = json.loads(capsys.readouterr().out.splitlines()[-1])
        assert told["problems"][0]["sentence"] == said


def test_that_the_command_and_the_records_need_no_torch_to_be_imported() -> None:
    code = (
        "import sys\n"
        "import engine.cli.data, engine.data.preview\n"
        "print({'torch', 'torchvision', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "set()"


def test_that_planning_any_data_needs_no_torch(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path / "pictures", {"cat": 40, "dog": 40})
    lines = [f"{number},{number % 2}" for number in range(80)]
    (tmp_path / "a.csv").write_text("\n".join(["x,k", *lines]))
    np.savez(tmp_path / "a.npz", inputs=np.ones((80, 3)), targets=np.arange(80) % 2)
    data = [
        ImageFolderSpec(folder=str(folder)),
        CsvSpec(file=str(tmp_path / "a.csv")),
        ArraysSpec(file=str(tmp_path / "a.npz")),
        TextSpec(),
        MnistSpec(),
        SyntheticTokensSpec(),
    ]
    for number, one in enumerate(data):
        write_spec(tmp_path / f"{number}.toml", spec_of(one))
    code = (
        "import sys\n"
        "from engine.data import data_for\n"
        "from engine.spec.toml import read_spec\n"
        "for path in sys.argv[1:]:\n"
        "    spec = read_spec(path)\n"
        "    data_for(spec).check(spec, data_for(spec).facts(spec))\n"
        "print({'torch', 'torchvision', 'PIL'} & set(sys.modules))"
    )
    paths = [str(tmp_path / f"{number}.toml") for number in range(len(data))]
    command = [sys.executable, "-c", code, *paths]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "set()"
