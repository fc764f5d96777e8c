"""The models a person can choose, one file each. Torch is imported only when one is built."""

from engine.contracts import Model
from engine.models.cnn import Cnn
from engine.models.file_model import FileModel
from engine.models.gpt import Gpt
from engine.models.inception import Inception
from engine.models.mlp import Mlp
from engine.models.resnet import RESNET_18, RESNET_50
from engine.models.timm_models import TimmModel
from engine.models.torchvision_models import TorchvisionModel
from engine.models.vit import Vit
from engine.spec.run import RunSpec

ALL: dict[str, Model] = {
    model.kind: model
    for model in (
        Mlp(),
        Cnn(),
        RESNET_18,
        RESNET_50,
        Inception(),
        Vit(),
        Gpt(),
        TorchvisionModel(),
        TimmModel(),
        FileModel(),
    )
}
"""Every model by its kind, in the order in which a person sees them."""


def model_for(spec: RunSpec) -> Model:
    """The model that a spec names."""
    return ALL[spec.model.kind]
