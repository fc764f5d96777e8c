import pytest

from engine.data import ALL
from engine.errors import Problem
from engine.plan.records import DataFacts
from engine.reading import Reading
from engine.spec import CnnSpec, CsvSpec, DigitsSpec, MlpSpec, RunSpec, TrainingSpec, WeightsSpec
from engine.survey.records import PARTS, DataSurvey, ModelSurvey, SamplesSurvey, Survey
from gui.models.survey_book import SurveyBook

SIZES = DataFacts(num_train=8, num_test=2, num_classes=2, input_shape=(3,))
WHOLE = Survey(data=DataSurvey(sizes=SIZES), model=ModelSurvey(), samples=SamplesSurvey())
TABLE = RunSpec(data=CsvSpec(file="/a.csv"), model=MlpSpec())


@pytest.fixture
def book() -> SurveyBook:
    book = SurveyBook()
    book.take(TABLE, WHOLE)
    return book


def test_that_nothing_is_known_at_first_and_no_file_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ALL["csv"], "facts", None)
    book = SurveyBook()
    assert (book.survey_of(TABLE), book.missing(TABLE)) == (Survey(), PARTS)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"training": TrainingSpec(micro_batch_size=3, seed=7, freeze=("1",))}, ()),
        ({"name": "another"}, ()),
        ({"model": CnnSpec()}, ("model",)),
        ({"weights": WeightsSpec(source="published")}, ("model",)),
        ({"data": CsvSpec(file="/b.csv")}, PARTS),
        ({"data": DigitsSpec()}, PARTS),
    ],
)
def test_that_only_what_depends_on_an_edit_is_missing_after_it(
    book: SurveyBook, changes: dict[str, object], missing: tuple[str, ...]
) -> None:
    spec = TABLE.model_copy(update=changes)
    assert book.missing(spec) == missing
    assert book.missing(TABLE) == ()
    assert book.survey_of(TABLE) == WHOLE


def test_that_a_model_is_forgotten_where_its_data_have_other_sizes(book: SurveyBook) -> None:
    more = DataSurvey(sizes=SIZES.model_copy(update={"num_classes": 3}))
    book.take(TABLE, Survey(data=more))
    assert book.missing(TABLE) == ("model",)


def test_that_of_data_without_sizes_nothing_more_is_missing(book: SurveyBook) -> None:
    book.take(TABLE, Survey(data=DataSurvey(problems=(Problem(field="data", sentence="No."),))))
    assert book.missing(TABLE) == ()


def test_that_what_was_lost_is_missing_and_still_shown(book: SurveyBook) -> None:
    problem = Problem(field="data", sentence="Its process has gone.")
    book.take(TABLE, Survey(samples=SamplesSurvey(problem=problem, is_lost=True)))
    assert book.missing(TABLE) == ("samples",)
    book.take(TABLE, Survey(data=DataSurvey(problems=(problem,), is_lost=True)))
    assert book.missing(TABLE) == PARTS
    assert book.survey_of(TABLE).data == DataSurvey(problems=(problem,), is_lost=True)


def test_that_how_far_a_file_is_read_is_known_until_it_is_read(book: SurveyBook) -> None:
    reading = Reading(done=3, total=9)
    book.take(TABLE, Survey(reading=reading))
    assert book.survey_of(TABLE).reading == reading
    book.take(TABLE, WHOLE)
    assert book.survey_of(TABLE).reading is None


def test_that_old_surveys_are_let_go(book: SurveyBook) -> None:
    for number in range(50):
        book.take(TABLE.model_copy(update={"data": CsvSpec(file=f"/{number}.csv")}), WHOLE)
    assert book.missing(TABLE) == PARTS
