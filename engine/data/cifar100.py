"""CIFAR-100: small colour pictures of a hundred classes.

Source: Krizhevsky 2009, "Learning Multiple Layers of Features from Tiny Images".
"""

from engine.data.cifar_files import CifarFiles
from engine.data.cifar_pictures import CifarPictures
from engine.data.download import RemoteFile
from engine.plan.records import DataFacts

# fmt: off
_CLASSES = (
    "apple", "aquarium_fish", "baby", "bear", "beaver", "bed", "bee", "beetle", "bicycle", "bottle",
    "bowl", "boy", "bridge", "bus", "butterfly", "camel", "can", "castle", "caterpillar", "cattle",
    "chair", "chimpanzee", "clock", "cloud", "cockroach", "couch", "crab", "crocodile", "cup",
    "dinosaur", "dolphin", "elephant", "flatfish", "forest", "fox", "girl", "hamster", "house",
    "kangaroo", "keyboard", "lamp", "lawn_mower", "leopard", "lion", "lizard", "lobster", "man",
    "maple_tree", "motorcycle", "mountain", "mouse", "mushroom", "oak_tree", "orange", "orchid",
    "otter", "palm_tree", "pear", "pickup_truck", "pine_tree", "plain", "plate", "poppy", "porcupine",
    "possum", "rabbit", "raccoon", "ray", "road", "rocket", "rose", "sea", "seal", "shark", "shrew",
    "skunk", "skyscraper", "snail", "snake", "spider", "squirrel", "streetcar", "sunflower",
    "sweet_pepper", "table", "tank", "telephone", "television", "tiger", "tractor", "train", "trout",
    "tulip", "turtle", "wardrobe", "whale", "willow_tree", "wolf", "woman", "worm",
)
# fmt: on


class Cifar100(CifarPictures):
    """60,000 colour pictures."""

    kind = "cifar100"
    title = "CIFAR-100"
    sentence = "60,000 colour pictures, 32×32, a hundred classes. 169 MB are downloaded once."
    files = (RemoteFile("cifar-100-binary.tar.gz", "03b5dce01913d631647c71ecec9e9cb8"),)
    layout = CifarFiles(
        archive="cifar-100-binary.tar.gz",
        inside="cifar-100-binary",
        train=("train.bin",),
        test=("test.bin",),
        class_bytes=2,  # of one of twenty groups, then of the class
    )
    addresses = ("https://www.cs.toronto.edu/~kriz",)
    known = DataFacts(num_train=50_000, num_test=10_000, num_classes=100, input_shape=(3, 32, 32))
    classes = _CLASSES
    megabytes = 169
