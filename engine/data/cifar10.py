"""CIFAR-10: small colour pictures of ten classes.

Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
"""

from engine.data.cifar_files import CifarFiles
from engine.data.cifar_pictures import CifarPictures
from engine.data.download import RemoteFile
from engine.plan.records import DataFacts


class Cifar10(CifarPictures):
    """60,000 colour pictures."""

    kind = "cifar10"
    title = "CIFAR-10"
    sentence = "60,000 colour pictures, 32×32, ten classes. 170 MB are downloaded once."
    files = (RemoteFile("cifar-10-binary.tar.gz", "c32a1d4ab5d03f1284b67883e8d87530"),)
    layout = CifarFiles(
        archive="cifar-10-binary.tar.gz",
        inside="cifar-10-batches-bin",
        train=tuple(f"data_batch_{number}.bin" for number in range(1, 6)),
        test=("test_batch.bin",),
        class_bytes=1,
    )
    addresses = ("https://www.cs.toronto.edu/~kriz",)
    known = DataFacts(num_train=50_000, num_test=10_000, num_classes=10, input_shape=(3, 32, 32))
    classes = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
    megabytes = 170
