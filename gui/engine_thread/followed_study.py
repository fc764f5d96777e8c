"""What a study has found so far, read from its folder as it goes on."""

from collections.abc import Sequence

from engine.lab.study.events import AnyStudyEvent, RunsStarted, StudyEventTail, StudyState
from engine.lab.study.folder import StudyFolder
from engine.lab.study.summary import summarise
from gui.models.study_messages import StudyUpdate


class FollowedStudy:
    """A study and what was read of it; its folder is read on, never anew."""

    def __init__(self, folder: StudyFolder) -> None:
        """Reads what was asked.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        self.path = folder.path
        self.is_over = False
        self._folder = folder
        self._study, self._expansion = folder.read_study(), folder.read_expansion()
        self._tail = StudyEventTail(folder.events_path)
        self._events: tuple[AnyStudyEvent, ...] = ()
        self._state: StudyState | None = None

    def look(self) -> StudyUpdate | None:
        """What it has found; None where nothing happened since the last look.

        Raises:
            RunFolderError: The folder cannot be read.
        """
        new = self._tail.poll()
        self._events += tuple(new)
        state = self._folder.state(self._events)
        if not new and state.state is self._state:
            return None
        self._state, self.is_over = state.state, state.state.is_over
        racing, limit = _under_way(self._events, is_over=self.is_over)
        result = summarise(self._study, self._expansion, self._events, state)
        return StudyUpdate(self.path, state.state, result, racing=racing, limit_devices=limit)


def _under_way(events: Sequence[AnyStudyEvent], *, is_over: bool) -> tuple[str, int]:
    """The candidate and the number of independent devices of the runs that are not measured yet."""
    last = next((one for one in reversed(events) if one.kind not in ("state", "warning")), None)
    if is_over or not isinstance(last, RunsStarted):
        return "", 0
    if last.purpose == "limit":
        return "", len(last.runs)
    return last.candidate, 0
