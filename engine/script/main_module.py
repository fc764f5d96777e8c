"""Runs a file as the main program of this process, and ends the process as Python would."""

import atexit
import io
import multiprocessing
import os
import sys
import threading
import traceback
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType, TracebackType
from typing import NoReturn

_OURS = ("engine", "gui", "resources")
_INTERRUPTED = 130
"""What a shell tells of a program that Ctrl+C ended."""


def run_as_main(file: str, arguments: tuple[str, ...], *, search_after: str) -> NoReturn:
    """Be `python file arguments…` from here on.

    Args:
        file: Full path of the script.
        arguments: What its `sys.argv` holds after it.
        search_after: A folder that is searched for modules after all others.
    """
    sys.argv = [file, *arguments]
    first = [] if sys.flags.safe_path else [str(Path(file).parent)]
    # The first entry belongs to the program that this process was forked from.
    rest = sys.path if sys.flags.safe_path else sys.path[1:]
    sys.path[:] = [*first, *(entry for entry in rest if entry != search_after), search_after]
    _hide_ourselves()
    multiprocessing.current_process().name = "MainProcess"
    module = ModuleType("__main__")
    module.__file__ = file
    module.__loader__ = SourceFileLoader("__main__", file)
    module.__dict__["__cached__"] = None
    sys.modules["__main__"] = module
    _end(_run(module, file))


def _hide_ourselves() -> None:
    """A script may have an `engine` of its own: ours is taken out of its way, and lives on unseen."""
    for name in list(sys.modules):
        if name.partition(".")[0] in _OURS:
            del sys.modules[name]


def _run(module: ModuleType, file: str) -> int:
    """The exit code."""
    try:
        with io.open_code(file) as source:
            code = compile(source.read(), file, "exec", dont_inherit=True)
        exec(code, module.__dict__)
    except SystemExit as ended:
        return _code_of(ended)
    except KeyboardInterrupt as error:
        _tell(error)
        return _INTERRUPTED
    except BaseException as error:  # noqa: BLE001 whatever it is, Python would tell it and end with 1
        _tell(error)
        return 1
    return 0


def _code_of(ended: SystemExit) -> int:
    if ended.code is None:
        return 0
    if isinstance(ended.code, int):
        return ended.code & 0xFF
    print(ended.code, file=sys.stderr)
    return 1


def _tell(error: BaseException) -> None:
    """Through the script's own hook, where it has one; without the frames of this module."""
    trace = _own_frames(error.__traceback__)
    try:
        sys.excepthook(type(error), error.with_traceback(trace), trace)
    except BaseException:  # noqa: BLE001 the hook is the script's
        traceback.print_exc()


def _own_frames(trace: TracebackType | None) -> TracebackType | None:
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace


def _end(code: int) -> NoReturn:
    """Threads, exit handlers, streams, in Python's order; then at once.

    Torch's threads can abort an interpreter that tidies up, and this one was forked: it would tidy up more
    than is its own.
    """
    threading._shutdown()  # type: ignore[attr-defined]  # waits for threads that are no daemons
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError) as error:
            os.write(2, f"{error}\n".encode())
    os._exit(code)
