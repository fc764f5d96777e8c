"""From the spec of a script to its plan, or to every reason why not."""

import re
import warnings
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

from engine.devices.inventory import Inventory
from engine.devices.sample import Device
from engine.errors import Fix, Problem, Severity, only_errors
from engine.plan.build import PlanResult
from engine.plan.checks import check_busy
from engine.plan.place import place
from engine.plan.records import RankPlan, ScriptPlan
from engine.plan.share_checks import check_shares
from engine.spec.run import RunSpec
from engine.spec.script import ScriptSpec

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*=")
_READ_AT_IMPORT = re.compile(r"OMP_|MKL_|KMP_|GOMP_|OPENBLAS_|NUMEXPR_|TORCHINDUCTOR_|PYTHON|LD_")
"""Variables that Python, torch and what they load look at only once, when they start."""


def build_script_plan(
    spec: RunSpec, script: ScriptSpec, inventory: Inventory, busy_keys: Collection[str] = frozenset()
) -> PlanResult:
    """Where a script would run on this machine.

    Args:
        spec: What is asked.
        script: Its script.
        inventory: What there is.
        busy_keys: Lease keys that other runs hold.
    """
    devices, problems = place(spec.devices, inventory, busy_keys)
    problems += _check_file(script.file)
    problems += _check_folders(script)
    problems += _check_environment(script)
    problems += check_shares(spec.devices, devices, inventory)
    problems += _check_memory(spec, devices)
    problems += check_busy(devices, busy_keys)
    if only_errors(problems):
        return PlanResult(None, tuple(problems))
    file = Path(script.file).expanduser()
    working_folder = Path(script.working_folder).expanduser() if script.working_folder else file.parent
    log_folder = Path(script.log_folder).expanduser() if script.log_folder else working_folder
    ranks = _ranks(script, devices)
    plan = ScriptPlan(
        world_size=len(ranks),
        devices=devices,
        ranks=ranks,
        notes=tuple(problem for problem in problems if problem.severity is not Severity.ERROR),
        file=str(file),
        working_folder=str(working_folder),
        log_folder=str(log_folder),
    )
    return PlanResult(plan, tuple(problems))


def _check_memory(spec: RunSpec, devices: tuple[Device, ...]) -> Iterator[Problem]:
    """The limit of a GPU's memory is torch's, set in the rank itself, where a script is left alone."""
    if spec.devices.memory_fraction is not None and any(device.kind == "gpu" for device in devices):
        field = "devices.memory_fraction"
        yield Problem(
            field=field,
            sentence="A script is run unchanged: its share of a GPU's memory cannot be limited from outside.",
            mend="Leave it empty; the script itself can call torch.cuda.set_per_process_memory_fraction.",
            fix=Fix(label="Leave it empty", changes={field: None}),
        )


def _ranks(script: ScriptSpec, devices: tuple[Device, ...]) -> tuple[RankPlan, ...]:
    if script.start_as == "python":
        return (RankPlan(rank=0, device_ids=tuple(device.id for device in devices)),)
    return tuple(RankPlan(rank=rank, device_ids=(device.id,)) for rank, device in enumerate(devices))


def _check_file(text: str) -> Iterator[Problem]:
    field = "script.file"
    if not text.strip():
        yield Problem(
            field=field, sentence="No script is chosen.", mend="Give the full path of a Python file."
        )
        return
    path = Path(text).expanduser()
    if not path.is_absolute():
        yield _not_full(field, path)
    elif path.is_dir():
        yield Problem(field=field, sentence=f"{path} is a folder.", mend="Give the path of a Python file.")
    elif not path.exists():
        yield Problem(field=field, sentence=f"There is no file {path}.", mend="Check the path.")
    else:
        found = path.stat()
        yield from _check_words(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _check_words(path: Path, _modified_ns: int, _size: int) -> tuple[Problem, ...]:
    """What keeps Python from reading it, found before processes are started for it."""
    field = "script.file"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it warns of belongs into its own console
            compile(path.read_bytes(), str(path), "exec", dont_inherit=True, optimize=0)
    except OSError as error:
        sentence = f"{path} cannot be read: {error.strerror}."
        return (Problem(field=field, sentence=sentence, mend="Check its permissions."),)
    except SyntaxError as error:
        sentence = f"{path.name} is not Python, in line {error.lineno}: {error.msg}."
        return (Problem(field=field, sentence=sentence, mend="Mend it, or choose another file."),)
    except ValueError as error:  # a zero byte, or text of an unknown encoding
        sentence = f"{path.name} is not Python: {error}."
        return (Problem(field=field, sentence=sentence, mend="Mend it, or choose another file."),)
    return ()


def _check_folders(script: ScriptSpec) -> Iterator[Problem]:
    for field, text, must_exist in (
        ("script.working_folder", script.working_folder, True),
        ("script.log_folder", script.log_folder, False),
    ):
        path = Path(text).expanduser()
        if not text:
            continue
        if not path.is_absolute():
            yield _not_full(field, path)
        elif path.exists() and not path.is_dir():
            yield Problem(field=field, sentence=f"{path} is a file.", mend="Give the path of a folder.")
        elif must_exist and not path.exists():
            yield Problem(field=field, sentence=f"There is no folder {path}.", mend="Check the path.")


def _not_full(field: str, path: Path) -> Problem:
    full = Path.cwd() / path
    return Problem(
        field=field,
        sentence=f"{path} is not a full path.",
        mend=f"Write {full}." if full.exists() else "Write it from the root on, or from ~.",
        fix=Fix(label="Use the full path", changes={field: str(full)}) if full.exists() else None,
    )


def _check_environment(script: ScriptSpec) -> Iterator[Problem]:
    field = "script.environment"
    for entry in script.environment:
        name = entry.partition("=")[0]
        if not _VARIABLE.match(entry):
            yield Problem(
                field=field, sentence=f"{entry!r} is no variable.", mend="Write NAME=VALUE, for instance A=1."
            )
        elif _READ_AT_IMPORT.match(name) and name != "OMP_NUM_THREADS" and not script.fresh_process:
            yield Problem(
                field=field,
                sentence=f"{name} is looked at when Python and torch start, and here they run already.",
                mend="Have a new Python started for each rank.",
                severity=Severity.WARNING,
                fix=Fix(label="Start a new Python", changes={"script.fresh_process": True}),
            )
