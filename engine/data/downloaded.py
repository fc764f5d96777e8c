"""What the well-known data sets of pictures have in common: downloaded once, or read from a folder."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from engine.data.augment_checks import check_augment
from engine.data.cache import cache_dir
from engine.data.download import RemoteFile, download
from engine.data.ready import ReadyData
from engine.errors import DataError, MissingDataError, Problem, Severity
from engine.paths import look_at_folder, named_paths, problem_with
from engine.plan.records import DataFacts
from engine.spec.data_downloads import DownloadedSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from torch.utils.data import Dataset


class DownloadedPictures(ReadyData):
    """A data set of pictures whose files, sizes and classes are known."""

    kind: str
    title: str
    files: tuple[RemoteFile, ...]
    addresses: tuple[str, ...]
    """Web folders that have the files."""
    known: DataFacts
    """Its sizes as they are published."""
    classes: tuple[str, ...]
    can_mirror = True
    """Whether a mirrored picture still shows its class."""
    megabytes: int
    """Of the download."""

    @abstractmethod
    def read_sizes(self, folder: Path) -> tuple[int, int]:
        """Training and test pictures in a person's folder, from headers and sizes of its files.

        Raises:
            PlanError: Its files are not there, or damaged.
        """

    @abstractmethod
    def read_part(self, folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Pictures uint8 [N, C, H, W] and classes [N] of a part. Raises OSError or DataError."""

    def unpack(self, folder: Path) -> Iterator[str]:
        """Makes of the downloaded files what `read_part` reads, once. Raises DataError."""
        return iter(())

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its published sizes; of a person's own folder what lies in it. Raises PlanError."""
        options = _options(spec)
        _check_mirror(options.mirror)
        if not options.folder:
            return self.known
        num_train, num_test = self.read_sizes(look_at_folder(options.folder, field="data.folder").path)
        return self.known.model_copy(update={"num_train": num_train, "num_test": num_test})

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Augmentation that does not fit; a download that is still to come."""
        options = _options(spec)
        problems = list(check_augment(options.augment, facts, can_mirror=self.can_mirror))
        if not options.folder and not self._is_there():
            problems.append(
                Problem(
                    field="data",
                    sentence=f"{self.title} is downloaded when the run starts: {self.megabytes} MB, once.",
                    mend="Or give a folder that already has its files.",
                    severity=Severity.NOTE,
                )
            )
        return problems

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """A person's own folder."""
        return named_paths(_options(spec).folder)

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """As they are published."""
        return self.classes

    def prepare(self, spec: RunSpec) -> Iterator[str]:
        """Downloads and unpacks what is not there yet. Raises DataError."""
        options = _options(spec)
        if options.folder:
            return
        addresses = (options.mirror,) if options.mirror else self.addresses
        for file in self.files:
            yield from download(file, addresses, self._folder())
        yield from self.unpack(self._folder())

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test pictures: float32 [C, H, W], and their class. Raises DataError."""
        from engine.data.array_samples import ArrayPictures
        from engine.data.picture_samples import build_parts

        options = _options(spec)
        folder = Path(options.folder).expanduser() if options.folder else self._folder()
        if not options.folder and not self._is_there():
            raise MissingDataError(
                f"{self.title} is not downloaded yet.",
                field="data",
                mend="A run downloads it, and so does `paraloom data SPEC --prepare`.",
            )
        try:
            found = [self.read_part(folder, train=train) for train in (True, False)]
            for _, classes in found:
                if int(classes.max()) >= self.known.num_classes:
                    raise ValueError(f"there is a class {int(classes.max())}")
        except (OSError, EOFError, ValueError) as error:
            raise DataError(
                f"The files of {self.title} in {folder} cannot be read: {error}.",
                field="data.folder",
                mend="Remove them and bring them anew.",
            ) from error
        parts = [(ArrayPictures(pixels, channels="first"), classes) for pixels, classes in found]
        return build_parts(parts, options.augment, seed=spec.training.seed)

    def _folder(self) -> Path:
        return cache_dir() / "downloads" / self.kind

    def _is_there(self) -> bool:
        return all((self._folder() / file.name).exists() for file in self.files)


def _check_mirror(mirror: str) -> None:
    if mirror and (urlsplit(mirror).scheme not in ("http", "https") or not urlsplit(mirror).netloc):
        raise problem_with(
            "data.mirror", f"{mirror} is no web address.", "It begins with https:// or http://."
        )


def _options(spec: RunSpec) -> DownloadedSpec:
    assert isinstance(spec.data, DownloadedSpec)
    return spec.data
