"""CIFAR-10: small colour pictures of ten classes.

Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from engine.data.cifar_files import CifarFiles, count_records, is_unpacked, read_records, unpack
from engine.data.download import RemoteFile
from engine.data.downloaded import DownloadedPictures
from engine.errors import DataError
from engine.plan.records import DataFacts

_FILES = CifarFiles(
    archive="cifar-10-binary.tar.gz",
    inside="cifar-10-batches-bin",
    train=tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
    test=("test_batch.bin",),
    class_bytes=1,
)


class Cifar10(DownloadedPictures):
    """60,000 colour pictures."""

    kind = "cifar10"
    title = "CIFAR-10"
    sentence = "60,000 colour pictures, 32×32, ten classes. 170 MB are downloaded once."
    files = (RemoteFile("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"),)
    addresses = ("https://www.cs.toronto.edu/~kriz",)
    known = DataFacts(num_train=50_000, num_test=10_000, num_classes=10, input_shape=(3, 32, 32))
    classes = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
    megabytes = 170

    def read_sizes(self, folder: Path) -> tuple[int, int]:
        """From the sizes of the unpacked files; of an archive what is published."""
        return count_records(_FILES, folder) or (self.known.num_train, self.known.num_test)

    def read_part(self, folder: Path, *, train: bool) -> tuple[NDArray[Any], NDArray[Any]]:
        """Pictures uint8 [N, 3, 32, 32] and classes uint8 [N]."""
        return read_records(_FILES, folder, train=train)

    def unpack(self, folder: Path) -> Iterator[str]:
        """Takes the records out of the archive, so that ranks can share them in memory."""
        if is_unpacked(_FILES, folder):
            return
        yield f"Unpacking {_FILES.archive}."
        try:
            unpack(_FILES, folder)
        except (EOFError, ValueError) as error:
            raise DataError(
                f"{folder / _FILES.archive} cannot be unpacked: {error}.",
                field="data",
                mend="Remove it; the next run downloads it anew.",
            ) from error
