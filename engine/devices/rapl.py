"""What the processors take from the mains, by their own counters: whole packages, never single cores.

Source: https://docs.kernel.org/power/powercap/powercap.html
"""

import re
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
CPU_PACKAGE = "cpu-package"
"""Source of the series of all processors of the machine together."""
_PACKAGE = re.compile(r"intel-rapl:\d+")  # so called with AMD's, too; deeper ones are parts of these


class Rapl:
    """The counters of all packages, added up; they begin again now and then, which is seen through."""

    def __init__(self, root: Path = POWERCAP) -> None:
        """Looks for counters.

        Args:
            root: Where the kernel shows them.
        """
        self.problem = ""
        """A sentence: why there is no energy to be told; empty where there is."""
        self._packages = _packages(root)
        self._before: list[int] = []
        self._microjoules = 0
        if not self._packages:
            self.problem = f"This machine's processors tell no energy: there is no RAPL counter in {root}."
        else:
            self._look()

    def read_joules(self) -> float | None:
        """Energy since this object was made, J; None where it cannot be read."""
        if not self.problem:
            self._look()
        return None if self.problem else self._microjoules / 1e6

    def _look(self) -> None:
        try:
            now = [_number(package / "energy_uj") for package in self._packages]
            if not self._before:
                self._ranges = [_number(package / "max_energy_range_uj") for package in self._packages]
                self._before = now
        except PermissionError:
            path = self._packages[0] / "energy_uj"
            self.problem = f"The processors' energy may not be read by this person: {path} is not readable."
            return
        except (OSError, ValueError) as error:
            self.problem = f"The processors' energy cannot be read: {error}."
            return
        for new, old, whole in zip(now, self._before, self._ranges, strict=True):
            self._microjoules += new - old if new >= old else new - old + whole + 1
        self._before = now


def _packages(root: Path) -> tuple[Path, ...]:
    """Of a machine that also has a counter of its whole board, only those of its processors."""
    try:
        zones = sorted(zone for zone in root.iterdir() if _PACKAGE.fullmatch(zone.name))
        return tuple(zone for zone in zones if (zone / "name").read_text().startswith("package"))
    except OSError:
        return ()


def _number(path: Path) -> int:
    return int(path.read_text())
