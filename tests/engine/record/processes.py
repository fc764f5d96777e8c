"""Real processes for tests that are about processes."""

import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Script:
    """A running Python script; what it prints is read line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self.pid = process.pid

    def read_line(self) -> str:
        """The next line it prints, without its end."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def tell(self, line: str) -> None:
        """Gives it a line to read."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """SIGKILL, and waits for its end."""
        self._process.kill()
        self._process.wait()

    def wait(self) -> int:
        """Its exit status."""
        return self._process.wait(timeout=60)


@contextmanager
def running(source: str, *arguments: str | Path) -> Iterator[Script]:
    """A script in a process of its own, killed at the end if it still lives."""
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(source), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        script = Script(process)
        try:
            yield script
        finally:
            if process.poll() is None:
                script.kill()


def run_without_rights(source: str, folder: Path) -> str:
    """What a script prints that runs in `folder` without the right to write there, whoever runs the tests."""
    mode = folder.stat().st_mode
    head = "import os\nif os.geteuid() == 0: os.setuid(65534)\n" if os.geteuid() == 0 else ""
    body = textwrap.dedent(source).replace("# give up rights", head)
    try:
        folder.chmod(0o555)
        done = subprocess.run(
            [sys.executable, "-c", body], cwd=folder, capture_output=True, text=True, check=False, timeout=60
        )
    finally:
        folder.chmod(mode)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
