"""What surveys have told, kept by what it depends on: other training options need no new survey."""

from collections import OrderedDict
from collections.abc import Hashable

from engine.base import Record
from engine.errors import PlanError
from engine.spec import RunSpec
from engine.survey.records import PARTS, Part, Survey

_MOST_KEPT = 32


class SurveyBook:
    """The newest survey of each data set and model that was looked at."""

    def __init__(self) -> None:
        self._found: OrderedDict[Hashable, Record] = OrderedDict()

    def take(self, spec: RunSpec, survey: Survey) -> None:
        """Keep what was told of a spec's data and model, in place of what was told before."""
        for part in PARTS:  # data first: what is told of a model belongs to their sizes
            found = getattr(survey, part)
            if found is not None:
                self._found[self._key(spec, part)] = found
        if survey.reading is not None:
            self._found[_reading_key(spec)] = survey.reading
        else:
            self._found.pop(_reading_key(spec), None)
        while len(self._found) > _MOST_KEPT:
            self._found.popitem(last=False)

    def survey_of(self, spec: RunSpec) -> Survey:
        """Everything that is known of a spec's data and model."""
        known: dict[str, Record | None] = {"reading": self._found.get(_reading_key(spec))}
        known |= {part: self._found.get(self._key(spec, part)) for part in PARTS}
        return Survey().model_copy(update=known)

    def missing(self, spec: RunSpec) -> tuple[Part, ...]:
        """What can still be learnt, and what was lost; of data without sizes nothing more than that."""
        known = self.survey_of(spec)
        lost = known.lost_parts
        if known.data is not None and known.data.sizes is None:
            return PARTS if "data" in lost else ()
        return tuple(part for part in PARTS if getattr(known, part) is None or part in lost)

    def _key(self, spec: RunSpec, part: Part) -> Hashable:
        """What a part depends on. The seed, which changes pictures at random, matters to no one who looks."""
        if part != "model":
            return part, spec.data
        data = self._found.get(self._key(spec, "data"))
        try:
            sizes = Survey().model_copy(update={"data": data}).of_data(spec).facts(spec)
        except PlanError:
            sizes = None
        return part, spec.model, spec.weights.source, spec.data.kind, sizes


def _reading_key(spec: RunSpec) -> Hashable:
    return "reading", spec.data, spec.model, spec.weights.source
