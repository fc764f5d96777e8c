"""What happened to a run, in words."""

from PySide6.QtCore import QCoreApplication

from engine.record.events import (
    CheckpointSaved,
    CommandObeyed,
    Evaluated,
    Event,
    Finished,
    Progress,
    RankFailure,
    StateChanged,
    Warned,
)
from gui.engine_texts import translate_engine
from gui.widgets.pill import state_word


def event_words(event: Event) -> str:
    """One line about an event."""
    match event:
        case StateChanged(sentence=""):
            return state_word(event.state)
        case StateChanged():
            pattern = QCoreApplication.translate("RunEvents", "{}: {}")
            return pattern.format(state_word(event.state), translate_engine(event.sentence))
        case Progress(what="first_step"):
            words = QCoreApplication.translate("RunEvents", "first step done")
            return words if event.seconds is None else f"{words} · {event.seconds:.2f} s"
        case Progress():
            pattern = QCoreApplication.translate("RunEvents", "epoch {} done at step {}")
            return pattern.format(event.epoch, f"{event.step:,}")
        case Evaluated():
            pattern = QCoreApplication.translate("RunEvents", "step {} tested: loss {}, accuracy {} %")
            return pattern.format(f"{event.step:,}", f"{event.loss:.4f}", f"{100 * event.accuracy:.2f}")
        case CheckpointSaved():
            pattern = QCoreApplication.translate("RunEvents", "checkpoint of step {} saved · {} s")
            return pattern.format(f"{event.step:,}", f"{event.seconds:.2f}")
        case CommandObeyed(step=None):
            return QCoreApplication.translate("RunEvents", "{} obeyed").format(action_word(event.action))
        case CommandObeyed():
            pattern = QCoreApplication.translate("RunEvents", "{} obeyed at step {}")
            return pattern.format(action_word(event.action), f"{event.step:,}")
        case Warned() | RankFailure():
            return f"{translate_engine(event.sentence)} {translate_engine(event.mend)}".rstrip()
        case Finished():
            pattern = QCoreApplication.translate("RunEvents", "{} at step {}")
            return pattern.format(state_word(event.state), f"{event.steps:,}")


def action_word(action: str) -> str:
    """A command in the person's language."""
    words = {
        "pause": QCoreApplication.translate("RunEvents", "pause"),
        "continue": QCoreApplication.translate("RunEvents", "continue"),
        "checkpoint": QCoreApplication.translate("RunEvents", "checkpoint now"),
        "evaluate": QCoreApplication.translate("RunEvents", "evaluate now"),
        "stop": QCoreApplication.translate("RunEvents", "stop"),
        "kill": QCoreApplication.translate("RunEvents", "kill"),
    }
    return words.get(action, action)


def reason_word(reason: str) -> str:
    """Why a checkpoint was saved."""
    words = {
        "periodic": QCoreApplication.translate("RunEvents", "periodic"),
        "asked": QCoreApplication.translate("RunEvents", "asked for"),
        "stop": QCoreApplication.translate("RunEvents", "at the stop"),
        "end": QCoreApplication.translate("RunEvents", "at the end"),
    }
    return words.get(reason, reason)
