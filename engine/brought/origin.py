"""Where a person's code lies: in its own folder, or as a copy in a run folder that knows its original."""

import ast
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from engine.base import Record
from engine.errors import RunFolderError

MANIFEST_NAME = "brought.json"


class CopiedFile(Record):
    """A file of a person as it was when the run began."""

    original: str
    """Its full path."""
    copy_name: str
    """Path of the copy, below the folder of the manifest."""
    sha256: str
    """Of its bytes, in hexadecimal digits."""


class Manifest(Record):
    """`artifacts/brought/brought.json`: what was copied from where."""

    files: tuple[CopiedFile, ...]


@dataclass(frozen=True, slots=True)
class Origin:
    """A Python file, what Python calls it, and from where it imports."""

    path: Path
    """Where it lies, or lay when it was copied."""
    root: Path
    """The folder whose modules it imports."""
    name: str
    """What it is called there: `model`, or `models.vit` in a package that imports from itself."""
    copies: Mapping[Path, Path] = field(default_factory=dict)
    """Original to copy, of every file that was copied."""

    def source(self, path: Path) -> Path:
        """What is read for a file."""
        return self.copies.get(path, path)


def find_origin(path: Path) -> Origin:
    """The origin of a file, or of its copy in a run folder.

    Raises:
        RunFolderError: The list of a run's copies is damaged.
    """
    for folder in path.parents:
        if (folder / MANIFEST_NAME).is_file():
            manifest = read_manifest(folder)
            copies = {Path(one.original): folder / one.copy_name for one in manifest.files}
            original = next((before for before, copy in copies.items() if copy == path), path)
            return _named(original, copies)
    return _named(path, {})


def read_manifest(folder: Path) -> Manifest:
    """What was copied into a folder. Raises RunFolderError where its list is damaged."""
    path = folder / MANIFEST_NAME
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise RunFolderError(f"{path} cannot be read.", mend="Start the run anew from its spec.") from error


def _named(path: Path, copies: Mapping[Path, Path]) -> Origin:
    """A file that imports from its own package (`from .layers import …`) belongs to the package's parent."""
    root, name = path.parent, path.stem
    source = copies.get(path, path)
    if _imports_its_package(source):
        while (root / "__init__.py") in copies or (root / "__init__.py").is_file():
            root, name = root.parent, f"{root.name}.{name}"
    if not all(part.isidentifier() for part in name.split(".")) or name in sys.stdlib_module_names:
        name = "brought_" + re.sub("[^0-9A-Za-z_]", "_", name)
    return Origin(path=path, root=root, name=name, copies=copies)


def _imports_its_package(source: Path) -> bool:
    try:
        tree = ast.parse(source.read_bytes())
    except (SyntaxError, ValueError, OSError):
        return False  # it is told where the file is read for itself
    return any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
