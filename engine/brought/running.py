"""A person's module run in this process: its folder's own imports work, and nothing of ours is in its way.

Only processes that may import torch do this: ranks, the command line, never the window.
"""

import importlib
import linecache
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from functools import lru_cache
from importlib.abc import InspectLoader, MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import spec_from_loader
from pathlib import Path
from types import CodeType, ModuleType

from engine.brought.origin import Origin, find_origin
from engine.paths import Stamp, stamp_of

_KEPT = 8


class _Source(InspectLoader):
    """A module read from a person's file, or from its copy; its code says it came from the original."""

    def __init__(self, original: Path, source: Path, *, is_package: bool) -> None:
        self._original, self._source, self._is_package = original, source, is_package

    def get_source(self, fullname: str) -> str:
        return self._source.read_text(encoding="utf-8-sig")

    def is_package(self, fullname: str) -> bool:
        return self._is_package

    def get_code(self, fullname: str) -> CodeType:
        text = self.get_source(fullname)
        name = str(self._original)
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        return compile(text, name, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__file__ = str(self._original)
        exec(self.get_code(module.__name__), module.__dict__)


class _Finder(MetaPathFinder):
    """Finds the modules of a person's folder, before all others but the standard library's."""

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.read: dict[Path, Stamp] = {}
        """What was read, as it was then."""
        self._own: frozenset[str] = frozenset()

    def look(self) -> None:
        """Look anew what there is in the folder."""
        root = self.origin.root
        tops = {file.relative_to(root).parts[0] for file in self.origin.copies if file.is_relative_to(root)}
        if root.is_dir():
            tops |= {entry.name for entry in os.scandir(root) if _is_importable(entry)}
        names = {name.removesuffix(".py") for name in tops}
        self._own = frozenset(names - sys.stdlib_module_names | {self.origin.name.partition(".")[0]})

    def owns(self, name: str) -> bool:
        """Whether a module of that name may lie in the folder."""
        return name.partition(".")[0] in self._own

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = self._place(fullname) if self.owns(fullname) else None
        if place is None:
            return None
        file, is_package = place
        if file is None:  # a folder without __init__.py
            spec = ModuleSpec(fullname, None, is_package=True)
        else:
            source = self.origin.source(file)
            self.read[source] = stamp_of(source)
            loader = _Source(file, source, is_package=is_package)
            spec = spec_from_loader(fullname, loader, origin=str(file)) or ModuleSpec(fullname, loader)
        if is_package:
            spec.submodule_search_locations = [str(self.origin.root.joinpath(*fullname.split(".")))]
        return spec

    def _place(self, name: str) -> tuple[Path | None, bool] | None:
        """The file of a module, and whether it is a package."""
        if name == self.origin.name:
            return self.origin.path, False
        base = self.origin.root.joinpath(*name.split("."))
        for file, is_package in ((base / "__init__.py", True), (base.with_name(f"{base.name}.py"), False)):
            if file in self.origin.copies or file.is_file():
                return file, is_package
        inside = any(file.is_relative_to(base) for file in self.origin.copies)
        return (None, True) if inside or (base.is_dir() and any(base.glob("*.py"))) else None


def _is_importable(entry: os.DirEntry[str]) -> bool:
    """A module or a package. A plain folder of modules is one where nothing else of its name is installed."""
    if not entry.is_dir():
        return entry.name.endswith(".py")
    if not entry.name.isidentifier():
        return False
    folder = Path(entry.path)
    if (folder / "__init__.py").is_file():
        return True
    return any(folder.glob("*.py")) and PathFinder.find_spec(entry.name) is None


class Brought:
    """One module of a person, with what it imports from its own folder."""

    def __init__(self, origin: Origin) -> None:
        """Nothing runs yet."""
        self.origin = origin
        self._finder = _Finder(origin)
        self._modules: dict[str, ModuleType] = {}

    def run(self) -> ModuleType:
        """The module; its text runs the first time. What it prints goes to standard error."""
        with self.inside():
            return importlib.import_module(self.origin.name)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """Within, imports find the person's modules first; after it, ours are where they were."""
        self._finder.look()
        ours = {name: module for name, module in sys.modules.items() if self._finder.owns(name)}
        for name in ours:
            del sys.modules[name]
        sys.modules.update(self._modules)
        sys.meta_path.insert(0, self._finder)
        try:
            with redirect_stdout(sys.stderr):
                yield
        finally:
            sys.meta_path.remove(self._finder)
            self._modules = {name: one for name, one in sys.modules.items() if self._finder.owns(name)}
            for name in self._modules:
                del sys.modules[name]
            sys.modules.update(ours)

    def has_changed(self) -> bool:
        """Whether a file that was read is another one now."""
        try:
            return any(stamp_of(path) != stamp for path, stamp in self._finder.read.items())
        except OSError:
            return True


@lru_cache(maxsize=_KEPT)
def _kept(path: Path) -> list[Brought]:
    """Where the newest module of a file is kept; empty at first."""
    return []


def open_brought(path: Path) -> Brought:
    """The module of a file, the same one for as long as nothing that it read has changed.

    Args:
        path: A person's file, or its copy in a run folder.
    """
    kept = _kept(path)
    if not kept or kept[0].has_changed():
        kept[:] = [Brought(find_origin(path))]
    return kept[0]
