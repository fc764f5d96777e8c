"""MNIST: handwritten digits.

Source: LeCun et al. 1998, "Gradient-based learning applied to document recognition".
"""

from engine.data.download import RemoteFile
from engine.data.idx_pictures import IdxPictures
from engine.plan.records import DataFacts


class Mnist(IdxPictures):
    """70,000 grey pictures."""

    kind = "mnist"
    title = "MNIST"
    sentence = "70,000 grey pictures of handwritten digits, 28×28, ten classes. 12 MB are downloaded once."
    files = (
        RemoteFile("train-images-idx3-ubyte.gz", "f68b3c2dcbeaaa9fbdd348bbdeb94873"),
        RemoteFile("train-labels-idx1-ubyte.gz", "d53e105ee54ea40749a09fcbcd1e9432"),
        RemoteFile("t10k-images-idx3-ubyte.gz", "9fb629c4189551a2d022fa330f9573f3"),
        RemoteFile("t10k-labels-idx1-ubyte.gz", "ec29112dd5afa0611ce80d1b7f02629c"),
    )
    addresses = ("https://ossci-datasets.s3.amazonaws.com/mnist", "http://yann.lecun.com/exdb/mnist")
    known = DataFacts(num_train=60_000, num_test=10_000, num_classes=10, input_shape=(1, 28, 28))
    classes = tuple("0123456789")
    can_mirror = False
    megabytes = 12
