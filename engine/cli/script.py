"""`paraloom script`: the words on the command line, as a spec."""

import argparse
from pathlib import Path

from engine.devices.inventory import Inventory
from engine.errors import Problem, SpecError
from engine.spec.devices import DevicesSpec
from engine.spec.run import RunSpec
from engine.spec.script import ScriptSpec
from engine.spec.toml import apply_changes, parse_setting


def script_spec(options: argparse.Namespace, inventory: Inventory) -> RunSpec:
    """The spec that these words mean.

    Raises:
        SpecError: A value is impossible.
    """
    file = Path(options.script).expanduser().absolute()
    script = ScriptSpec(
        file=str(file),
        arguments=tuple(options.arguments),
        working_folder=_full(options.folder or "."),
        environment=tuple(options.env),
        log_folder=_full(options.logs),
        start_as="python" if options.python else "torchrun",
        fresh_process=options.fresh,
    )
    name = (options.name or file.stem)[:80] or "script"
    spec = RunSpec(name=name, devices=_devices(options.devices, inventory), script=script)
    settings = dict(parse_setting(text) for text in options.settings)
    return apply_changes(spec, settings) if settings else spec


def _full(folder: str) -> str:
    return str(Path(folder).expanduser().absolute()) if folder else ""


def _devices(text: str, inventory: Inventory) -> DevicesSpec:
    if not text.isdecimal():
        _, names = parse_setting(f"devices.use={text}")
        return DevicesSpec(use=tuple(names))
    if not 1 <= int(text) <= len(inventory.gpus or inventory.cores):
        have = f"{len(inventory.gpus)} GPUs" if inventory.gpus else f"{len(inventory.cores)} CPU slices"
        problem = Problem(
            field="devices.count",
            sentence=f"{text} devices are asked for; this machine has {have}.",
            mend="Ask for as many as there are, or name them.",
        )
        raise SpecError([problem])
    return DevicesSpec(kind="gpu" if inventory.gpus else "cpu", count=int(text))
