"""Fashion-MNIST: clothes, in MNIST's format.

Source: Xiao, Rasul and Vollgraf 2017, arXiv:1708.07747.
"""

from engine.data.download import RemoteFile
from engine.data.idx_pictures import IdxPictures
from engine.plan.records import DataFacts


class FashionMnist(IdxPictures):
    """70,000 grey pictures."""

    kind = "fashion_mnist"
    title = "Fashion-MNIST"
    sentence = "70,000 grey pictures of clothes, 28×28, ten classes. 31 MB are downloaded once."
    files = (
        RemoteFile("train-images-idx3-ubyte.gz", "8d4fb7e6c68d591d4c3dfef9ec88bf0d"),
        RemoteFile("train-labels-idx1-ubyte.gz", "25c81989df183df01b3e8a0aad5dffbe"),
        RemoteFile("t10k-images-idx3-ubyte.gz", "bef4ecab320f06d8554ea6380940ec79"),
        RemoteFile("t10k-labels-idx1-ubyte.gz", "bb300cfdad3c16e7a12a480ee83cd310"),
    )
    addresses = ("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",)
    known = DataFacts(num_train=60_000, num_test=10_000, num_classes=10, input_shape=(1, 28, 28))
    classes = (
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    )
    megabytes = 31
