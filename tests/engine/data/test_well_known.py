"""MNIST and CIFAR in tiny files of their real formats: from a folder, and from a web server."""

import gzip
import hashlib
import io
import struct
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from engine.data import ALL, data_for
from engine.data.cifar10 import Cifar10
from engine.data.cifar100 import Cifar100
from engine.data.download import RemoteFile
from engine.data.downloaded import DownloadedPictures
from engine.data.mnist import Mnist
from engine.errors import DataError, Severity
from engine.spec import AugmentSpec, Cifar10Spec, Cifar100Spec, FashionMnistSpec, MnistSpec
from tests.engine.data.files import planned, problem_of, spec_of
from tests.engine.data.web import Site, serve

SPECS = [MnistSpec(), FashionMnistSpec(), Cifar10Spec(), Cifar100Spec()]
NUM_TRAIN, NUM_TEST = 25, 10


@pytest.fixture(autouse=True, name="cache")
def cache_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARALOOM_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def pixels(count: int, shape: tuple[int, ...], seed: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.random.default_rng(seed).integers(0, 256, (count, *shape), dtype=np.uint8)


def idx_files() -> dict[str, bytes]:
    files = {}
    for seed, (part, count) in enumerate((("train", NUM_TRAIN), ("t10k", NUM_TEST))):
        pictures = struct.pack(">4I", 0x803, count, 28, 28) + pixels(count, (28, 28), seed).tobytes()
        classes = struct.pack(">2I", 0x801, count) + bytes(number % 10 for number in range(count))
        files[f"{part}-images-idx3-ubyte"] = pictures
        files[f"{part}-labels-idx1-ubyte"] = classes
    return files


def records(count: int, seed: int, class_bytes: int, num_classes: int) -> bytes:
    pictures = pixels(count, (3, 32, 32), seed)
    heads = [bytes([7] * (class_bytes - 1) + [number % num_classes]) for number in range(count)]
    return b"".join(head + picture.tobytes() for head, picture in zip(heads, pictures, strict=True))


def cifar10_files() -> dict[str, bytes]:
    files = {f"data_batch_{n}.bin": records(NUM_TRAIN // 5, n, 1, 10) for n in range(1, 6)}
    return files | {"test_batch.bin": records(NUM_TEST, 9, 1, 10)}


def cifar100_files() -> dict[str, bytes]:
    return {"train.bin": records(NUM_TRAIN, 1, 2, 100), "test.bin": records(NUM_TEST, 9, 2, 100)}


def archive(inside: str, files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w:gz") as tar:
        for name, content in {"batches.meta.txt": b"names", **files}.items():
            entry = tarfile.TarInfo(f"{inside}/{name}")
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return packed.getvalue()


def put(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def packed_idx() -> dict[str, bytes]:
    return {f"{name}.gz": gzip.compress(content) for name, content in idx_files().items()}


@pytest.mark.parametrize("data", SPECS, ids=lambda data: data.kind)
def test_that_sizes_are_known_and_a_download_is_announced(data: Any) -> None:
    result = planned(data)
    assert result.plan is not None
    facts = result.plan.facts
    assert (facts.num_train, facts.num_test) in {(60_000, 10_000), (50_000, 10_000)}
    assert len(data_for(spec_of(data)).class_names(spec_of(data))) == facts.num_classes
    (note,) = [problem for problem in result.problems if problem.field == "data"]
    assert note.severity is Severity.NOTE
    assert "is downloaded when the run starts" in note.sentence
    with pytest.raises(DataError, match="is not downloaded yet"):
        data_for(spec_of(data)).load(spec_of(data))


def test_that_files_are_those_of_torchvision() -> None:
    from torchvision import datasets

    for data, theirs in (("mnist", datasets.MNIST), ("fashion_mnist", datasets.FashionMNIST)):
        ours = ALL[data]
        assert isinstance(ours, DownloadedPictures)
        assert [(file.name, file.md5) for file in ours.files] == theirs.resources
        assert [name.split(" - ")[0] for name in theirs.classes] == list(ours.classes)
    assert len(set(Cifar100.classes)) == 100
    assert list(Cifar100.classes) == sorted(Cifar100.classes)


@pytest.mark.parametrize("below", ["", "MNIST/raw"])
@pytest.mark.parametrize("files", [idx_files, packed_idx])
def test_that_a_folder_with_mnists_files_needs_no_download(
    tmp_path: Path, files: Callable[[], dict[str, bytes]], below: str
) -> None:
    put(tmp_path / "here" / below, files())
    data = MnistSpec(folder=str(tmp_path / "here"))
    result = planned(data)
    assert result.plan is not None
    assert (result.plan.facts.num_train, result.plan.facts.num_test) == (NUM_TRAIN, NUM_TEST)
    assert not [problem for problem in result.problems if problem.field.startswith("data")]
    for seed, part in enumerate(data_for(spec_of(data)).load(spec_of(data))):
        count = (NUM_TRAIN, NUM_TEST)[seed]
        inputs, targets = part.take(np.arange(count))  # type: ignore[attr-defined]
        assert torch.equal(inputs, torch.from_numpy(pixels(count, (1, 28, 28), seed)) / 255)
        assert targets.tolist() == [number % 10 for number in range(count)]


@pytest.mark.parametrize(
    ("kind", "files", "inside"),
    [
        (Cifar10Spec, cifar10_files, "cifar-10-batches-bin"),
        (Cifar100Spec, cifar100_files, "cifar-100-binary"),
    ],
)
@pytest.mark.parametrize("layout", ["files", "below"])
def test_that_cifars_records_are_read_from_a_folder(
    tmp_path: Path, kind: Any, files: Callable[[], dict[str, bytes]], inside: str, layout: str
) -> None:
    put(tmp_path / (inside if layout == "below" else ""), files())
    data = kind(folder=str(tmp_path))
    facts = data_for(spec_of(data)).facts(spec_of(data))
    assert (facts.num_train, facts.num_test) == (NUM_TRAIN, NUM_TEST)
    train, test = data_for(spec_of(data)).load(spec_of(data))
    inputs, targets = test.take(np.arange(NUM_TEST))  # type: ignore[attr-defined]
    assert torch.equal(inputs, torch.from_numpy(pixels(NUM_TEST, (3, 32, 32), 9)) / 255)
    assert targets.tolist() == list(range(NUM_TEST))
    assert len(train) == NUM_TRAIN  # type: ignore[arg-type]


def _tiny(data: DownloadedPictures, files: dict[str, bytes]) -> type[DownloadedPictures]:
    """The data set with files of its own; all else is as it is."""
    sizes = {"num_train": NUM_TRAIN, "num_test": NUM_TEST}
    remote = tuple(RemoteFile(name, hashlib.md5(content).hexdigest()) for name, content in files.items())
    known = data.known.model_copy(update=sizes)
    return type("Tiny", (type(data),), {"files": remote, "known": known})


WEB = [
    (Mnist(), MnistSpec, packed_idx()),
    (Cifar10(), Cifar10Spec, {"cifar-10-binary.tar.gz": archive("cifar-10-batches-bin", cifar10_files())}),
    (Cifar100(), Cifar100Spec, {"cifar-100-binary.tar.gz": archive("cifar-100-binary", cifar100_files())}),
]


@pytest.mark.parametrize(("data", "kind", "files"), WEB, ids=lambda part: getattr(part, "kind", ""))
def test_that_what_is_downloaded_is_what_is_trained_on(
    data: DownloadedPictures, kind: Any, files: dict[str, bytes]
) -> None:
    tiny = _tiny(data, files)()
    with serve(Site(dict(files))) as site:
        spec = spec_of(kind(mirror=site.address))
        told = [sentence for sentence in tiny.prepare(spec) if sentence]
        assert [one for one in told if "checksum is right" in one]
        asked = len(site.asked)
        assert [sentence for sentence in tiny.prepare(spec) if sentence] == []
        assert len(site.asked) == asked == len(files)
    facts = tiny.facts(spec)
    train, test = tiny.load(spec)
    assert (len(train), len(test)) == (facts.num_train, facts.num_test)  # type: ignore[arg-type]
    inputs, targets = train.take(np.arange(NUM_TRAIN))  # type: ignore[attr-defined]
    assert inputs.shape == (NUM_TRAIN, *facts.input_shape)
    assert int(targets.max()) < facts.num_classes


def test_that_an_archive_in_a_folder_is_read_as_it_is(tmp_path: Path) -> None:
    data, kind, files = WEB[1]
    put(tmp_path / "here", files)
    spec = spec_of(kind(folder=str(tmp_path / "here")))
    assert data.facts(spec).num_train == 50_000
    train, test = data.load(spec)
    assert (len(train), len(test)) == (NUM_TRAIN, NUM_TEST)  # type: ignore[arg-type]


BROKEN: list[tuple[Any, dict[str, bytes], str]] = [
    (MnistSpec, {}, "There is no train-images-idx3-ubyte.gz in"),
    (MnistSpec, {"train-images-idx3-ubyte": b"short"}, "it ends within its header"),
    (MnistSpec, {"train-images-idx3-ubyte": b"x" * 100}, "it is no file of MNIST's format"),
    (
        MnistSpec,
        {"train-images-idx3-ubyte": struct.pack(">4I", 0x803, 2, 9, 9)},
        "9×9 pixels instead of 28×28",
    ),
    (MnistSpec, {"train-images-idx3-ubyte.gz": b"no gzip at all"}, "cannot be read"),
    (MnistSpec, {"train-labels-idx1-ubyte": struct.pack(">2I", 0x801, 3)}, "25 pictures and 3 classes"),
    (Cifar10Spec, {}, "There is neither cifar-10-binary.tar.gz nor data_batch_1.bin in"),
    (Cifar10Spec, cifar10_files() | {"data_batch_3.bin": b"xx"}, "which are no records of 3,073."),
]


@pytest.mark.parametrize(("kind", "files", "said"), BROKEN)
def test_that_a_folder_without_whole_files_is_a_plan_problem(
    tmp_path: Path, kind: Any, files: dict[str, bytes], said: str
) -> None:
    whole = idx_files() if kind is MnistSpec and files else {}
    for name in files:
        whole.pop(name.removesuffix(".gz"), None)
    put(tmp_path, whole | files)
    problem = problem_of(kind(folder=str(tmp_path)))
    assert problem.field == "data.folder"
    assert said in problem.sentence
    assert problem.mend


def test_that_damage_below_the_headers_is_a_sentence_when_it_is_loaded(tmp_path: Path) -> None:
    files = idx_files()
    put(tmp_path, files | {"train-images-idx3-ubyte": files["train-images-idx3-ubyte"][:-5]})
    spec = spec_of(MnistSpec(folder=str(tmp_path)))
    with pytest.raises(DataError, match="The files of MNIST in"):
        data_for(spec).load(spec)
    put(tmp_path, files | {"t10k-labels-idx1-ubyte": struct.pack(">2I", 0x801, NUM_TEST) + bytes([99] * 10)})
    with pytest.raises(DataError, match="there is a class 99"):
        data_for(spec).load(spec)


def test_that_only_web_addresses_are_asked() -> None:
    for mirror in ("file:///etc", "ftp://x/y", "somewhere", "https://"):
        problem = problem_of(MnistSpec(mirror=mirror))
        assert (problem.field, problem.severity) == ("data.mirror", Severity.ERROR)


def test_that_mirrored_digits_are_warned_of() -> None:
    flipped = AugmentSpec(flip=True)
    fields = [problem.field for problem in planned(MnistSpec(augment=flipped)).problems]
    assert "data.augment.flip" in fields
    fields = [problem.field for problem in planned(FashionMnistSpec(augment=flipped)).problems]
    assert "data.augment.flip" not in fields
