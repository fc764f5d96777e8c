"""A study is expanded without reading files or running a person's code in the process that asks."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from engine.data import data_for
from engine.devices.inventory import Inventory
from engine.errors import LaunchError
from engine.lab.study.candidates import Expansion
from engine.lab.study.expand import expand
from engine.lab.study.files import format_study
from engine.lab.study.record import Study
from engine.launcher.rank_env import clean_environment
from engine.models import model_for
from engine.spec.run import RunSpec

MOST_SECONDS = 120.0
"""Longer is waited for no process that expands a study."""
_IN_FILES = ("data", "model")
"""Parts of a spec that a person's files may give."""
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from engine.lab.study.apart import main; sys.exit(main())"
)


def expand_apart(study: Study, inventory: Inventory) -> Expansion:
    """The candidates of a study; where that reads files or runs a person's code, from another process.

    Args:
        study: What is asked.
        inventory: What this machine has.

    Raises:
        LaunchError: The other process did not come to an answer.
    """
    if not _asks_files(study):
        return expand(study, inventory)
    question = json.dumps([format_study(study), inventory.model_dump(mode="json")])
    command = [sys.executable, "-c", _BOOT, json.dumps(sys.path)]
    try:
        found = subprocess.run(
            command,
            input=question.encode(),
            capture_output=True,
            env=clean_environment(os.environ),
            timeout=MOST_SECONDS,
            check=True,
        )
        return Expansion.model_validate_json(found.stdout.splitlines()[-1])
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip().splitlines()
        raise _unanswered(said[-1] if said else f"exit code {error.returncode}") from error
    except (OSError, subprocess.TimeoutExpired, ValidationError, IndexError) as error:
        raise _unanswered(str(error)) from error


def _unanswered(why: str) -> LaunchError:
    return LaunchError(
        f"The candidates of the study could not be planned: {why}.",
        mend="Compose the same model and data, and plan them there: what is wrong is told at its field.",
    )


def _asks_files(study: Study) -> bool:
    named = [{key: (value,) for key, value in one.items()} for one in study.candidates.values()]
    return any(asks_files(study.spec, changes) for changes in (study.vary, *named))


def asks_files(spec: RunSpec, vary: Mapping[str, tuple[Any, ...]]) -> bool:
    """Whether the data, the model or the strategy, or what is varied of them, may come from files.

    Args:
        spec: What is varied.
        vary: Dotted field to its values.
    """
    return (
        bool(data_for(spec).paths(spec) or model_for(spec).paths(spec))
        or spec.strategy.kind == "custom"
        or any(key.partition(".")[0] in _IN_FILES or "custom" in values for key, values in vary.items())
    )


def main() -> int:
    """Answers on standard output; the question is on standard input."""
    import tomllib

    from engine.lab.study.files import build_study

    text, machine = json.load(sys.stdin)
    answer = expand(build_study(tomllib.loads(text)), Inventory.model_validate(machine))
    print(answer.model_dump_json(), flush=True)
    return 0
