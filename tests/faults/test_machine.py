"""A machine without free ports, or without /dev/shm: said in a sentence, nothing left running."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from engine.spec.toml import write_spec
from tests.running import small_spec

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("unshare") is None,
    reason="only root may make a machine of its own (unshare)",
)

_NO_SHM = "mount -t tmpfs -o size=0,nr_inodes=1,ro tmpfs /dev/shm && "
_TWO_PORTS = (
    "ip link set lo up && echo '40000 40001' > /proc/sys/net/ipv4/ip_local_port_range && "
    f'{sys.executable} -c "import socket, subprocess, sys\n'
    "held = [socket.create_server((host, port)) for port in (40000, 40001) for host in ('127.0.0.1',)]\n"
    'sys.exit(subprocess.run(sys.argv[1:]).returncode)" '
)


def run_in_another_machine(
    flags: list[str], prepare: str, tmp_path: Path, runs_dir: Path, **training: object
) -> tuple[int, dict[str, object]]:
    """Exit code and JSON object of a run on a machine that is prepared first."""
    if subprocess.run(["unshare", *flags, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody make another (unshare)")
    spec = tmp_path / "spec.toml"
    write_spec(spec, small_spec(**training))
    command = f"{prepare}{sys.executable} -m engine.cli run {spec} --runs {runs_dir} --json"
    done = subprocess.run(
        ["unshare", *flags, "sh", "-c", command], check=False, capture_output=True, text=True, timeout=110
    )
    lines = done.stdout.splitlines()
    assert lines, done.stderr
    return done.returncode, json.loads(lines[-1])


def test_that_a_run_completes_without_shared_memory(tmp_path: Path, runs_dir: Path) -> None:
    code, result = run_in_another_machine(["-m"], _NO_SHM, tmp_path, runs_dir)
    assert (code, result["state"]) == (0, "completed")


@pytest.mark.slow
def test_that_data_workers_without_shared_memory_are_explained(tmp_path: Path, runs_dir: Path) -> None:
    code, result = run_in_another_machine(["-m"], _NO_SHM, tmp_path, runs_dir, data_workers=1)
    assert (code, result["state"]) == (1, "failed")
    failure = result["failure"]
    assert isinstance(failure, dict)
    assert failure["diagnosis"] == "shared_memory"
    assert "training.data_workers" in failure["mend"]


def test_that_taken_ports_are_explained(tmp_path: Path, runs_dir: Path) -> None:
    if shutil.which("ip") is None:
        pytest.skip("there is no `ip` to bring a network up with")
    code, result = run_in_another_machine(["-n"], _TWO_PORTS, tmp_path, runs_dir)
    assert (code, result["state"]) == (1, "failed")
    failure = result["failure"]
    assert isinstance(failure, dict)
    assert failure["diagnosis"] == "port_taken"
