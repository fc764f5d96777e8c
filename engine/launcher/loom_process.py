"""The warm process: it has torch and everything a first step needs imported, and forks launchers and surveys.

It is a fork server of a few lines rather than `multiprocessing`'s, because a launcher has to be free of its
starter: no `__main__` imported again, no exit that joins it, no resource tracker that outlives the window, no
descriptor that keeps the server alive; and because the server can say when it is warm. It starts no thread,
never initialises CUDA and runs no tensor operation (an OpenMP pool does not survive a fork).
"""

import gc
import importlib
import json
import os
import signal
import socket
import struct
import sys
import time
import traceback
import warnings

HEADER = struct.Struct("<Q")
"""Length of the JSON that follows; sent with a descriptor: the run's lock, or a survey's socket."""

PRELOAD = (
    "torch",
    "torch.distributed",
    "torch.nn.parallel",
    "torch._dynamo",
    "torch.distributed.tensor",
    "torch.distributed.fsdp",
    "torch.distributed.launcher.api",
    "torch.distributed.checkpoint",
    "torch.distributed.checkpoint.state_dict",
    "torch.distributed.elastic.agent.server.local_elastic_agent",
    "torch.optim",
    "torch.utils.data",
    "torchvision.models",
    "engine.launcher.supervise",
    "engine.launcher.agent",
    "engine.training.rank",
    "engine.script.rank",
    "engine.strategies",
    "engine.models",
    "engine.data",
    "engine.survey.take",
    "engine.layers.table",
    "engine.data.picture_files",
    "engine.data.picture_samples",
)
"""What a launcher, an agent and a rank import on their way to the first step."""


def main(descriptor: int) -> None:
    """Preload, say so, then fork a launcher or a survey for every request until the other end closes.

    Args:
        descriptor: Our end of a stream socket pair.
    """
    with socket.socket(fileno=descriptor) as connection:
        started = time.perf_counter()
        problem = _preload()
        gc.collect()
        gc.freeze()  # what is imported stays shared between us and what we fork
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # launchers are nobody's to wait for
        _answer(connection, {"warm_seconds": time.perf_counter() - started, "problem": problem})
        while True:
            request = _receive(connection)
            if request is None:
                os._exit(0)  # tidying up after hundreds of modules would take most of a second
            asked, given = request
            _answer(connection, {"pid": _fork(connection, asked, given)})
            if given is not None:
                os.close(given)


def _preload() -> str:
    problem = ""
    for name in PRELOAD:
        try:
            importlib.import_module(name)
        except Exception as error:  # noqa: BLE001 the run that needs it will say so; others still start
            problem = problem or f"{name} cannot be imported: {type(error).__name__}: {error}"
    return problem


def _receive(connection: socket.socket) -> tuple[dict[str, object], int | None] | None:
    try:
        header, descriptors, _, _ = socket.recv_fds(connection, HEADER.size, 1)
        if len(header) < HEADER.size:
            return None
        (length,) = HEADER.unpack(header)
        body = b""
        while len(body) < length:
            piece = connection.recv(length - len(body))
            if not piece:
                return None
            body += piece
    except ConnectionError:
        return None
    return json.loads(body), descriptors[0] if descriptors else None


def _answer(connection: socket.socket, message: dict[str, object]) -> None:
    try:
        connection.sendall(json.dumps(message).encode() + b"\n")
    except ConnectionError:
        os._exit(0)  # whoever started us has gone; launchers live on without us


def _fork(connection: socket.socket, asked: dict[str, object], given: int | None) -> int:
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # 3.12+: BLAS threads, which re-arm after a fork
        pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        connection.close()
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        environment = asked["environment"]
        assert isinstance(environment, dict)
        os.environ.clear()
        os.environ.update(environment)
        if "survey" in asked:
            code = _take_survey(given, parent)
        else:
            from engine.launcher import supervise

            code = supervise.main(str(asked["run"]), given)
    except BaseException:  # noqa: BLE001 a forked child must never return into the server's loop
        traceback.print_exc()
    finally:
        os._exit(code)


def _take_survey(descriptor: int | None, parent: int) -> int:
    """Unlike a run, a survey is only for whoever asked, and does not outlive it."""
    from engine.launcher.process_tree import die_with_parent
    from engine.survey.process import main as answer

    assert descriptor is not None
    die_with_parent(parent)
    return answer(descriptor)


if __name__ == "__main__":
    main(int(sys.argv[1]))
