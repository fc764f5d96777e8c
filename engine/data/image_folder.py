"""A person's own pictures: a folder with a sub-folder for each class."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.data.augment_checks import check_augment
from engine.data.image_scan import Scan, scan_folder
from engine.data.ready import ReadyData
from engine.data.split import count_test, split_by_class
from engine.errors import Problem
from engine.paths import named_paths, problem_with
from engine.plan.records import DataFacts
from engine.spec.data_files import ImageFolderSpec
from engine.spec.run import RunSpec

if TYPE_CHECKING:
    from torch.utils.data import Dataset


class ImageFolder(ReadyData):
    """Pictures are read when they are asked for; nothing is kept in memory but their names."""

    kind = "image_folder"
    title = "Image folder"
    sentence = "Your own pictures: a folder with a sub-folder for each class."

    def paths(self, spec: RunSpec) -> Sequence[Path]:
        """The folders."""
        return named_paths(_options(spec).folder, _options(spec).test_folder)

    def facts(self, spec: RunSpec) -> DataFacts:
        """Its sizes, from the names of the files. Raises PlanError where there are none."""
        options = _options(spec)
        train, test = _scans(options)
        counts = train.counts
        num_test = sum(count_test(counts, options.test_fraction) if test is None else test.counts)
        if not num_test:
            raise problem_with(
                "data.folder",
                f"Each class of {train.folder} has a single picture: none is left for testing.",
                "Add pictures, or give a test folder.",
            )
        return DataFacts(
            num_train=sum(counts) - (num_test if test is None else 0),
            num_test=num_test,
            num_classes=len(train.classes),
            input_shape=(1 if options.grey else 3, options.size, options.size),
        )

    def check(self, spec: RunSpec, facts: DataFacts) -> Sequence[Problem]:
        """Augmentation that does not fit."""
        return tuple(check_augment(_options(spec).augment, facts))

    def class_names(self, spec: RunSpec) -> Sequence[str]:
        """The names of the sub-folders."""
        return scan_folder(_options(spec).folder, field="data.folder").classes

    def load(self, spec: RunSpec) -> tuple[Dataset[Any], Dataset[Any]]:
        """Training and test pictures: float32 [1 or 3, size, size], and their class."""
        import numpy as np

        from engine.data.picture_files import FilePictures
        from engine.data.picture_samples import build_parts

        options = _options(spec)
        train, test = _scans(options)
        of_train = FilePictures(train.folder, _paths(train), size=options.size, grey=options.grey)
        targets = np.repeat(np.arange(len(train.counts)), train.counts)
        if test is None:
            split = split_by_class(targets, len(train.counts), options.test_fraction, options.split_seed)
            parts = [(of_train.only(indices), targets[indices]) for indices in split]
        else:
            of_test = FilePictures(test.folder, _paths(test), size=options.size, grey=options.grey)
            numbers = [train.classes.index(name) for name in test.classes]
            parts = [(of_train, targets), (of_test, np.repeat(numbers, test.counts))]
        return build_parts(parts, options.augment, seed=spec.training.seed)


def _paths(scan: Scan) -> list[str]:
    return [f"{name}/{file}" for name, files in zip(scan.classes, scan.names, strict=True) for file in files]


def _scans(options: ImageFolderSpec) -> tuple[Scan, Scan | None]:
    train = scan_folder(options.folder, field="data.folder")
    if not options.test_folder:
        return train, None
    test = scan_folder(options.test_folder, field="data.test_folder")
    unknown = [name for name in test.classes if name not in train.classes]
    if unknown:
        raise problem_with(
            "data.test_folder",
            f"The test pictures have a class {unknown[0]}; the training pictures have none of that name.",
            "Give both folders the same sub-folders.",
        )
    return train, test


def _options(spec: RunSpec) -> ImageFolderSpec:
    assert isinstance(spec.data, ImageFolderSpec)
    return spec.data
