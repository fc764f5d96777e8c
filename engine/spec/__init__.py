"""What a person asks for: one typed, validated record, TOML on disk."""

from engine.spec.augment import AugmentSpec
from engine.spec.brought import CustomSpec, FileDataSpec, FileModelSpec
from engine.spec.data import DataSpec, DigitsSpec, SyntheticImagesSpec, SyntheticTokensSpec
from engine.spec.data_downloads import Cifar10Spec, Cifar100Spec, FashionMnistSpec, MnistSpec
from engine.spec.data_files import ArraysSpec, CsvSpec, ImageFolderSpec, TextSpec
from engine.spec.devices import DevicesSpec
from engine.spec.model import (
    CnnSpec,
    GptSpec,
    InceptionSpec,
    MlpSpec,
    ModelSpec,
    ResNet18Spec,
    ResNet50Spec,
    TimmSpec,
    TorchvisionSpec,
    VitSpec,
)
from engine.spec.run import RunSpec
from engine.spec.script import ScriptSpec
from engine.spec.strategy import (
    DataParallelSpec,
    DdpSpec,
    FsdpSpec,
    HsdpSpec,
    MeshSpec,
    ModelParallelSpec,
    PipelineSpec,
    SingleSpec,
    StrategySpec,
    TensorParallelSpec,
    ZeroSpec,
)
from engine.spec.training import (
    AdamSpec,
    AdamWSpec,
    ConstantSpec,
    CosineSpec,
    OptimizerSpec,
    ScheduleSpec,
    SgdSpec,
    StepDecaySpec,
    TrainingSpec,
)
from engine.spec.weights import WeightsSpec

__all__ = [
    "AdamSpec",
    "AdamWSpec",
    "ArraysSpec",
    "AugmentSpec",
    "Cifar10Spec",
    "Cifar100Spec",
    "CnnSpec",
    "ConstantSpec",
    "CosineSpec",
    "CsvSpec",
    "CustomSpec",
    "DataParallelSpec",
    "DataSpec",
    "DdpSpec",
    "DevicesSpec",
    "DigitsSpec",
    "FashionMnistSpec",
    "FileDataSpec",
    "FileModelSpec",
    "FsdpSpec",
    "GptSpec",
    "HsdpSpec",
    "ImageFolderSpec",
    "InceptionSpec",
    "MeshSpec",
    "MlpSpec",
    "MnistSpec",
    "ModelParallelSpec",
    "ModelSpec",
    "OptimizerSpec",
    "PipelineSpec",
    "ResNet18Spec",
    "ResNet50Spec",
    "RunSpec",
    "ScheduleSpec",
    "ScriptSpec",
    "SgdSpec",
    "SingleSpec",
    "StepDecaySpec",
    "StrategySpec",
    "SyntheticImagesSpec",
    "SyntheticTokensSpec",
    "TensorParallelSpec",
    "TextSpec",
    "TimmSpec",
    "TorchvisionSpec",
    "TrainingSpec",
    "VitSpec",
    "WeightsSpec",
    "ZeroSpec",
]
