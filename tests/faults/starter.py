"""A process that starts runs and watches devices, as the window does, and can be killed in its place.

One JSON object a line on standard input: {"start": SPEC, "runs": DIR} or {"resume": FOLDER, "changes": {…}}.
Answers with the run's folder.
"""

import json
import sys
from pathlib import Path

from engine.devices.inventory import read_inventory
from engine.launcher.start import resume_run, start_run
from engine.launcher.warm import Loom
from engine.record.folder import RunFolder
from engine.spec.toml import read_spec


def main() -> None:
    """Serve until standard input ends."""
    loom = Loom()
    inventory = read_inventory()
    print(loom.wait_warm(), flush=True)
    for line in sys.stdin:
        wish = json.loads(line)
        if "start" in wish:
            folder = start_run(loom, Path(wish["runs"]), read_spec(Path(wish["start"])), inventory)
        else:
            folder = resume_run(loom, RunFolder(Path(wish["resume"])), wish["changes"], inventory)
        print(folder.path, flush=True)
    loom.close()


if __name__ == "__main__":
    main()
