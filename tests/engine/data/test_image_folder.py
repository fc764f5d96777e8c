"""Pictures in sub-folders: real files of all kinds, split, scaled, and named where they cannot be read."""

import os
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from engine.data import data_for
from engine.data.image_scan import scan_folder
from engine.data.picture_samples import PictureSamples
from engine.errors import DataError, PlanError, Severity
from engine.plan.records import DataFacts
from engine.spec import AugmentSpec, ImageFolderSpec
from engine.spec.toml import apply_changes
from tests.engine.data.files import picture, planned, problem_of, spec_of, write_pictures


@pytest.fixture(name="folder")
def folder_fixture(tmp_path: Path) -> Path:
    return write_pictures(tmp_path / "pictures", {"cat": 10, "dog": 5, "eel": 3})


def load(data: ImageFolderSpec) -> tuple[PictureSamples, PictureSamples]:
    train, test = data_for(spec_of(data)).load(spec_of(data))
    assert isinstance(train, PictureSamples)
    assert isinstance(test, PictureSamples)
    return train, test


def facts(data: ImageFolderSpec) -> DataFacts:
    return data_for(spec_of(data)).facts(spec_of(data))


def shown(part: PictureSamples) -> list[bytes]:
    return [picture.numpy().tobytes() for picture in part.show(np.arange(len(part)))]


def test_that_sub_folders_are_classes_and_a_share_of_each_is_kept(folder: Path) -> None:
    data = ImageFolderSpec(folder=str(folder), size=8)
    found = facts(data)
    assert (found.num_train, found.num_test, found.num_classes) == (14, 4, 3)
    assert found.input_shape == (3, 8, 8)
    train, test = load(data)
    assert torch.bincount(train.targets).tolist() == [8, 4, 2]
    assert torch.bincount(test.targets).tolist() == [2, 1, 1]
    assert data_for(spec_of(data)).class_names(spec_of(data)) == ("cat", "dog", "eel")


def test_that_both_parts_together_are_all_pictures_once(folder: Path) -> None:
    parts = load(ImageFolderSpec(folder=str(folder), size=8))
    real = [picture(number).transpose(2, 0, 1).tobytes() for number in range(18)]
    assert sorted(shown(parts[0]) + shown(parts[1])) == sorted(real)


def test_that_a_picture_keeps_its_class(folder: Path) -> None:
    classes = {picture(number).transpose(2, 0, 1).tobytes(): number for number in range(18)}
    for part in load(ImageFolderSpec(folder=str(folder), size=8)):
        for pixels, target in zip(shown(part), part.targets.tolist(), strict=True):
            assert target == (0 if classes[pixels] < 10 else 1 if classes[pixels] < 15 else 2)


def test_that_the_seed_alone_decides_the_split(folder: Path) -> None:
    one, again, other = (load(ImageFolderSpec(folder=str(folder), size=8, split_seed=s)) for s in (0, 0, 1))
    assert shown(one[1]) == shown(again[1]) != shown(other[1])


def test_that_a_test_folder_may_lack_a_class_but_not_add_one(folder: Path, tmp_path: Path) -> None:
    test_folder = write_pictures(tmp_path / "test", {"dog": 2, "eel": 1})
    data = ImageFolderSpec(folder=str(folder), test_folder=str(test_folder), size=8)
    assert (facts(data).num_train, facts(data).num_test) == (18, 3)
    assert load(data)[1].targets.tolist() == [1, 1, 2]
    write_pictures(test_folder, {"fox": 1})
    problem = problem_of(data)
    assert problem.field == "data.test_folder"
    assert "fox" in problem.sentence


@pytest.mark.parametrize("ending", [".jpg", ".PNG", ".bmp", ".gif", ".tif", ".webp", ".ppm"])
def test_that_pictures_of_many_kinds_are_scaled_to_one_size(tmp_path: Path, ending: str) -> None:
    folder = tmp_path / "pictures"
    for name, grey in (("dark", 20), ("light", 220)):
        (folder / name).mkdir(parents=True)
        for index, size in enumerate([(40, 20), (13, 29)]):
            Image.new("RGB", size, (grey,) * 3).save(folder / name / f"{index}{ending}")
    for grey in (False, True):
        train, test = load(ImageFolderSpec(folder=str(folder), size=12, grey=grey))
        for part in (train, test):
            inputs, targets = part.take(np.arange(len(part)))
            assert inputs.shape == (2, 1 if grey else 3, 12, 12)
            assert inputs.dtype == torch.float32
            for pixels, target in zip(inputs, targets.tolist(), strict=True):
                assert torch.allclose(pixels, torch.full_like(pixels, (20, 220)[target] / 255), atol=0.01)


def test_that_pictures_with_a_palette_or_transparency_come_out_in_colour(tmp_path: Path) -> None:
    folder = write_pictures(tmp_path, {"a": 2, "b": 2})
    Image.new("RGBA", (8, 8), (255, 0, 0, 255)).save(folder / "a" / "0.png")
    Image.new("P", (8, 8)).save(folder / "a" / "1.png")
    train, test = load(ImageFolderSpec(folder=str(folder), size=8, test_fraction=0.5))
    assert {tuple(part.take(np.arange(2))[0].shape) for part in (train, test)} == {(2, 3, 8, 8)}


def test_that_an_unreadable_picture_is_named(folder: Path) -> None:
    for path in (folder / "dog").iterdir():
        path.write_bytes(path.read_bytes()[:60])
    train, _ = load(ImageFolderSpec(folder=str(folder), size=8))
    with pytest.raises(DataError, match=r"pictures/dog/\d\.png is no picture that can be read"):
        train.take(np.arange(len(train)))


def test_that_other_files_are_no_pictures(folder: Path) -> None:
    (folder / "notes.txt").write_text("three kinds")
    (folder / "cat" / "Thumbs.db").write_bytes(b"x")
    (folder / ".hidden").mkdir()
    assert facts(ImageFolderSpec(folder=str(folder))).num_classes == 3
    assert scan_folder(str(folder), field="data.folder").counts == (10, 5, 3)


def test_that_what_cannot_be_read_is_a_plan_problem_with_a_mend(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    write_pictures(tmp_path / "half", {"cat": 1, "dog": 0})
    write_pictures(tmp_path / "lone", {"cat": 1, "dog": 1})
    (tmp_path / "file").write_text("")
    said = {
        "": "No folder is chosen.",
        str(tmp_path / "gone"): f"There is no folder {tmp_path / 'gone'}.",
        str(tmp_path / "file"): f"{tmp_path / 'file'} is a file.",
        str(tmp_path / "empty"): f"{tmp_path / 'empty'} has 0 sub-folders with pictures.",
        str(tmp_path / "half"): f"There are no pictures in {tmp_path / 'half' / 'dog'}.",
        str(tmp_path / "lone"): f"Each class of {tmp_path / 'lone'} has a single picture: "
        "none is left for testing.",
    }
    for path, sentence in said.items():
        problem = problem_of(ImageFolderSpec(folder=path))
        assert (problem.field, problem.sentence) == ("data.folder", sentence)
        assert problem.mend
        assert problem.severity is Severity.ERROR


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_that_a_folder_that_may_not_be_read_is_named(folder: Path) -> None:
    folder.chmod(0)
    problem = problem_of(ImageFolderSpec(folder=str(folder)))
    folder.chmod(0o755)
    assert "may not be read" in problem.sentence


def test_that_a_relative_path_is_made_full_with_one_click(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder.parent)
    spec = spec_of(ImageFolderSpec(folder="pictures"))
    problem = problem_of(spec.data)
    assert problem.fix is not None
    assert planned(apply_changes(spec, problem.fix.changes).data).plan is not None
    assert problem_of(ImageFolderSpec(folder="elsewhere")).fix is None


def test_that_a_new_picture_is_seen_and_an_unchanged_folder_not_read_again(folder: Path) -> None:
    data = ImageFolderSpec(folder=str(folder))
    before = scan_folder(str(folder), field="data.folder")
    assert scan_folder(str(folder), field="data.folder") is before
    write_pictures(folder, {"eel": 4, "fox": 2})
    assert sum(scan_folder(str(folder), field="data.folder").counts) == 21
    assert facts(data).num_classes == 4


def test_that_fifty_thousand_names_are_read_in_a_moment(tmp_path: Path) -> None:
    for name in range(10):
        (tmp_path / str(name)).mkdir()
        for index in range(5000):
            os.close(os.open(tmp_path / str(name) / f"{index:05}.jpg", os.O_CREAT | os.O_WRONLY))
    started = time.perf_counter()
    found = scan_folder(str(tmp_path), field="data.folder")
    first = time.perf_counter() - started
    started = time.perf_counter()
    scan_folder(str(tmp_path), field="data.folder")
    again = time.perf_counter() - started
    print(f"50,000 names: {first * 1000:.0f} ms, again {again * 1000:.2f} ms")
    assert sum(found.counts) == 50_000
    assert first < 2
    assert again < 0.1


def test_that_augmentation_that_does_not_fit_is_mended(folder: Path) -> None:
    data = ImageFolderSpec(folder=str(folder), grey=True, augment=AugmentSpec(normalise="imagenet"))
    problem = problem_of(data)
    assert problem.field == "data.augment.normalise"
    assert problem.fix is not None
    mended = apply_changes(spec_of(data), problem.fix.changes)
    assert not [left for left in planned(mended.data).problems if left.field.startswith("data")]


def test_that_facts_raise_what_the_plan_tells(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="There is no folder"):
        facts(ImageFolderSpec(folder=str(tmp_path / "gone")))
