"""What a study has found so far, read from its folder as it goes on."""

from collections.abc import Sequence

from engine.lab.study.events import AnyStudyEvent, RunsStarted, StateEntered, StudyEventTail
from engine.lab.study.folder import StudyFolder
from engine.lab.study.summary import summarise
from gui.engine_thread.followed import Followed
from gui.models.study_messages import StudyUpdate


class FollowedStudy(Followed[AnyStudyEvent, StateEntered, StudyUpdate]):
    """A study and what was read of it."""

    def __init__(self, folder: StudyFolder) -> None:
        """Reads what was asked.

        Raises:
            RunFolderError: The folder cannot be read.
            SpecError: What was asked was damaged.
        """
        super().__init__(folder.path, StudyEventTail(folder.events_path))
        self._folder = folder
        self._study, self._expansion = folder.read_study(), folder.read_expansion()

    def _entered(self) -> StateEntered:
        return self._folder.state(self._events)

    def _update(self, entered: StateEntered) -> StudyUpdate:
        racing, limit = _under_way(self._events, is_over=self.is_over)
        result = summarise(self._study, self._expansion, self._events, entered)
        return StudyUpdate(self.path, entered.state, result, racing=racing, limit_devices=limit)


def _under_way(events: Sequence[AnyStudyEvent], *, is_over: bool) -> tuple[str, int]:
    """The candidate and the number of independent devices of the runs that are not measured yet."""
    last = next((one for one in reversed(events) if one.kind not in ("state", "warning")), None)
    if is_over or not isinstance(last, RunsStarted):
        return "", 0
    if last.purpose == "limit":
        return "", len(last.runs)
    return last.candidate, 0
