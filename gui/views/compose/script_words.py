"""What starting a script means, in a sentence and as the command line that does the same."""

import shlex

from PySide6.QtCore import QCoreApplication

from engine.plan.records import ScriptPlan
from engine.spec import RunSpec


def script_words(plan: ScriptPlan, spec: RunSpec) -> str:
    """How many processes are started, where, and as what."""
    assert spec.script is not None
    if spec.script.start_as == "python":
        sentence = QCoreApplication.translate("ScriptWords", "One process, which sees all the devices.")
        starter = ["python"]
    else:
        sentence = QCoreApplication.translate("ScriptWords", "A process of its own on each device.")
        starter = ["torchrun", "--nproc-per-node", str(plan.world_size)]
    command = shlex.join([*starter, plan.file, *spec.script.arguments])
    same = QCoreApplication.translate("ScriptWords", "As with this command, in {}:")
    return f"{sentence} {same.format(plan.working_folder)}\n\n{command}"
