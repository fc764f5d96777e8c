"""A person's files in the run folder: copied with their hashes at the start, and used from then on."""

import ast
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from engine.brought.entry_points import resolve_entry_point
from engine.brought.origin import MANIFEST_NAME, CopiedFile, Manifest, find_origin, read_manifest
from engine.errors import PlanError, Problem, Severity
from engine.record.disk import disk_errors, write_whole
from engine.record.folder import RunFolder
from engine.spec.brought import BroughtOptions, CustomSpec
from engine.spec.run import RunSpec

_FOLDER = "brought"
_PARTS = ("model", "data", "strategy")


def brought_parts(spec: RunSpec) -> dict[str, BroughtOptions]:
    """Part of the spec to its options, of each part that is a person's own file."""
    parts = {name: getattr(spec, name) for name in _PARTS}
    found = {name: one for name, one in parts.items() if isinstance(one, BroughtOptions)}
    if isinstance(spec.strategy, CustomSpec):
        found["strategy"] = resolve_entry_point(spec.strategy)
    return {name: one for name, one in found.items() if one.path}


def collect_copies(spec: RunSpec, known: Sequence[CopiedFile] = ()) -> Mapping[str, bytes]:
    """What belongs into a run's artifacts folder: the person's files, what they import beside them, a list.

    Args:
        spec: Of a run that is to start or to go on.
        known: What it has copies of already.

    Returns:
        Path below the artifacts folder to content; empty where the spec names no file without a copy.

    Raises:
        PlanError: A file cannot be read.
    """
    contents: dict[str, bytes] = {}
    copied = {Path(one.original): one for one in known}
    for part, options in brought_parts(spec).items():
        path = Path(options.path).expanduser()
        if path in copied:
            continue  # with all that it imports
        origin = find_origin(path)
        folders = {Path(one.copy_name).parts[0] for one in copied.values()}
        number = len(folders)  # a folder of copies for each root
        try:
            for file in imported_files(origin.path, origin.root):
                if file in copied:
                    continue
                content = file.read_bytes()
                name = f"{number}/{file.relative_to(origin.root).as_posix()}"
                digest = hashlib.sha256(content).hexdigest()
                copied[file] = CopiedFile(original=str(file), copy_name=name, sha256=digest)
                contents[f"{_FOLDER}/{name}"] = content
        except OSError as error:
            sentence = f"{error.filename} cannot be read: {error.strerror}."
            problem = Problem(field=f"{part}.path", sentence=sentence, mend="Check its permissions.")
            raise PlanError([problem]) from error
    if contents:
        manifest = Manifest(files=tuple(copied.values()))
        contents[f"{_FOLDER}/{MANIFEST_NAME}"] = manifest.model_dump_json(indent=2).encode()
    return contents


def add_copies(spec: RunSpec, folder: RunFolder) -> None:
    """Copy into a run folder what it has no copy of: the file of a strategy under which it is to go on.

    Raises:
        PlanError: A file cannot be read.
        RunFolderError: The folder cannot be written, or the list of its copies is damaged.
    """
    place = folder.artifacts_dir / _FOLDER
    known = read_manifest(place).files if place.is_dir() else ()
    for name, content in collect_copies(spec, known).items():  # the list comes last: it names what is there
        path = folder.artifacts_dir / name
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)


def use_copies(spec: RunSpec, folder: RunFolder) -> RunSpec:
    """The spec with its run's own copies instead of a person's files.

    Raises:
        RunFolderError: The list of the copies is damaged.
    """
    place = folder.artifacts_dir / _FOLDER
    parts = brought_parts(spec)
    if not parts or not place.is_dir():
        return spec
    copies = {one.original: place / one.copy_name for one in read_manifest(place).files}
    changes = {}
    for name, options in parts.items():
        copy = copies.get(str(Path(options.path).expanduser()))
        if copy is not None:
            changes[name] = options.model_copy(update={"path": str(copy)})
    return spec.model_copy(update=changes)


def changed_originals(folder: RunFolder) -> Iterator[Problem]:
    """A note for each file that is another one now than when its run began."""
    place = folder.artifacts_dir / _FOLDER
    if not place.is_dir():
        return
    for one in read_manifest(place).files:
        try:
            digest = hashlib.sha256(Path(one.original).read_bytes()).hexdigest()
        except OSError:
            digest = ""
        if digest != one.sha256:
            yield Problem(
                field="",
                sentence=f"{one.original} {'has changed' if digest else 'is gone'} since the run began.",
                mend="The run goes on with its copy; start a new run to use the file as it is now.",
                severity=Severity.NOTE,
            )


def imported_files(path: Path, root: Path) -> tuple[Path, ...]:
    """A file and the modules of its own folder that it imports, also those that they import.

    Args:
        path: The file.
        root: The folder in which its modules are looked for.
    """
    found: list[Path] = []
    waiting = [path, *_packages(path, root)]
    while waiting:
        file = waiting.pop(0)
        if file in found:
            continue
        found.append(file)
        for name in _imported_names(file, root):
            waiting += _files_of(name, root)
    return tuple(found)


def _packages(path: Path, root: Path) -> list[Path]:
    """The `__init__.py` of each package that a file lies in."""
    inside = [folder for folder in path.parents if folder.is_relative_to(root) and folder != root]
    return [folder / "__init__.py" for folder in inside if (folder / "__init__.py").is_file()]


def _imported_names(file: Path, root: Path) -> Iterator[str]:
    """Dotted names, as seen from the root, of all that a file might import."""
    try:
        tree = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return  # told where the file is looked at
    package = file.relative_to(root).parent.parts
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            before = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*before, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}".strip(".") for alias in node.names if alias.name != "*")


def _files_of(name: str, root: Path) -> list[Path]:
    """The files that a module of that name is made of: its own, and those of the packages around it."""
    parts = [part for part in name.split(".") if part]
    if not parts:
        return []
    base = root.joinpath(*parts)
    for file in (base.with_name(f"{base.name}.py"), base / "__init__.py"):
        if file.is_file():
            return [file, *_packages(file, root)]
    return []
