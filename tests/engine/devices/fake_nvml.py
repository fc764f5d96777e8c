"""A machine with NVIDIA GPUs, as far as NVML can tell: a fake driver library under the real binding."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

_SOURCE = Path(__file__).with_name("fake_nvml.c")


@dataclass(frozen=True, slots=True)
class FakeGpus:
    """The folder of a compiled fake; it counts for processes that are started with its environment."""

    folder: Path

    @staticmethod
    def uuid(index: int) -> str:
        return f"GPU-fa4e0000-0000-4000-8000-0000000000{index:02x}"

    def env(self, **settings: str | int) -> dict[str, str]:
        """The whole environment of a process that sees the GPUs: the loader looks there as it starts.

        Args:
            settings: What fake_nvml.c reads: `gpus=2`, `lost="1"`, `processes="0:4711:1048576"` …
        """
        chosen = {f"FAKE_NVML_{name.upper()}": str(value) for name, value in settings.items()}
        return {**os.environ, "LD_LIBRARY_PATH": str(self.folder), **chosen}


def compile_fake(folder: Path, *, old_driver: bool = False) -> FakeGpus:
    """Compile the fake into a folder; skips the test where it cannot be."""
    if sys.platform != "linux":
        pytest.skip("the fake NVML library is built for Linux")
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        pytest.skip("the fake NVML library needs a C compiler: apt install gcc")
    library = folder / "libnvidia-ml.so.1"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Werror", f"-Wl,-soname,{library.name}"]
    if old_driver:
        options.append("-DOLD_DRIVER")
    subprocess.run([compiler, *options, "-o", str(library), str(_SOURCE)], check=True, timeout=60)
    return FakeGpus(folder)


@pytest.fixture(scope="session")
def fake_gpus(tmp_path_factory: pytest.TempPathFactory) -> FakeGpus:
    """Four fake GPUs of a current driver; `subprocess.run(…, env=fake_gpus.env(gpus=2))` sees two of them."""
    return compile_fake(tmp_path_factory.mktemp("nvml"))


@pytest.fixture(scope="session")
def old_fake_gpus(tmp_path_factory: pytest.TempPathFactory) -> FakeGpus:
    """The same with a driver from before version 510."""
    return compile_fake(tmp_path_factory.mktemp("old-nvml"), old_driver=True)
