"""What Compose says above its cards: that a file was refused, and which run is to go on."""

from PySide6.QtWidgets import QWidget

from engine.errors import Problem
from engine.spec import RunSpec
from engine.spec.changes import find_changes
from gui.models.messages import ResumeWanted, Resumption, SpecRefused
from gui.views.compose.words import words_of
from gui.widgets.banner import Banner

_MOST_TOLD = 4


class RefusedNotice(Banner):
    """Why a file could not be read or written."""

    def tell_refused(self, refused: SpecRefused) -> None:
        """Its first problems, with their lines."""
        shown, others = refused.problems[:_MOST_TOLD], refused.problems[_MOST_TOLD:]
        lines = [self._located(problem) for problem in shown]
        lines += [self.tr("… and {} more").format(len(others))] if others else []
        self.tell("\n".join(lines))

    def _located(self, problem: Problem) -> str:
        """A problem of a file, with its line and field."""
        where = [self.tr("line {}").format(problem.line)] if problem.line else []
        where += [problem.field] if problem.field else []
        return f"{', '.join(where)}: {words_of(problem)}" if where else words_of(problem)


class ResumptionNotice(Banner):
    """Which run goes on, from where, and what may be changed; its button leaves that."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, closable=False)
        self.setObjectName("compose-resumption")

    def show_resumption(self, resumes: Resumption | None) -> None:
        """The run; nothing where a new one is composed."""
        if resumes is None:
            self.hide()
            return
        if resumes.step:
            sentence = self.tr("{0} goes on from step {1}.").format(resumes.name, f"{resumes.step:,}")
        else:
            sentence = self.tr("{} has no checkpoint yet: it begins again.").format(resumes.name)
        self.tell(
            sentence,
            self.tr(
                "Devices, strategy, mesh and limits may change. What would make it another training is told "
                "as a problem of the plan."
            ),
            action=self.tr("Compose a new run instead"),
            severity="note",
        )


def resume_wanted(resumes: Resumption, spec: RunSpec) -> ResumeWanted:
    """That a run goes on with this spec."""
    changes = find_changes(resumes.spec, spec)
    return ResumeWanted(path=resumes.path, changes=tuple(changes.items()))
