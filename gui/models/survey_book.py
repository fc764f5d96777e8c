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
        while len(self._found) > _MOST_KEPT:
            self._found.popitem(last=False)

    def survey_of(self, spec: RunSpec) -> Survey:
        """Everything that is known of a spec's data and model."""
        return Survey().model_copy(update={part: self._found.get(self._key(spec, part)) for part in PARTS})

    def missing(self, spec: RunSpec) -> tuple[Part, ...]:
        """What can still be learnt; of data without sizes nothing more than that."""
        known = self.survey_of(spec)
        if known.data is not None and known.data.sizes is None:
            return ()
        return tuple(part for part in PARTS if getattr(known, part) is None)

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
