"""`paraloom script`: the words on the command line, as a spec."""

import argparse
from pathlib import Path
from typing import Any

from engine.devices.inventory import Inventory
from engine.errors import Problem, SpecError
from engine.spec.devices import DevicesSpec
from engine.spec.run import RunSpec
from engine.spec.script import ScriptSpec
from engine.spec.toml import apply_changes, parse_setting


def add_script(words: Any, common: argparse.ArgumentParser, add_rest: Any) -> None:
    """The word and its options; they stand before the script, as with torchrun."""
    script = words.add_parser(
        "script",
        parents=[common],
        help="start a training script of your own on the devices, as torchrun would, and watch it",
    )
    script.add_argument(
        "--devices",
        default="1",
        metavar="DEVICES",
        help="how many (GPUs where there are any, else CPU slices), or their names with commas between: "
        "2, cpu:0,cpu:1 or GPU-…,GPU-…",
    )
    script.add_argument("--name", help="name of the run (default: the script's)")
    script.add_argument("--folder", default="", metavar="DIR", help="where it runs (default: here)")
    script.add_argument(
        "--env", action="append", default=[], metavar="NAME=VALUE", help="a variable; may be repeated"
    )
    script.add_argument("--logs", default="", metavar="DIR", help="where it writes TensorBoard files")
    script.add_argument("--python", action="store_true", help="one process, without torchrun's variables")
    script.add_argument("--fresh", action="store_true", help="a new Python for each rank, without torch")
    add_rest(script)
    script.add_argument("script", metavar="SCRIPT", help="a Python file")
    script.add_argument(
        "arguments", nargs=argparse.REMAINDER, metavar="…", help="what the script is given, as it is"
    )


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
