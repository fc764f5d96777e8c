import base64

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from engine.data.preview import Picture, Preview, Sample
from engine.plan.records import DataFacts
from gui.models.samples import (
    SHARE_ROLE,
    ClassTable,
    PictureList,
    RowTable,
    picture_image,
    scaled_picture,
    shown_class,
)


def picture(pixels: np.ndarray) -> Picture:
    height, width, channels = pixels.shape
    text = base64.b64encode(pixels.astype(np.uint8).tobytes()).decode()
    return Picture(height=height, width=width, channels=channels, pixels=text)


def test_that_pictures_keep_their_pixels_in_grey_and_in_colour() -> None:
    grey = picture_image(picture(np.array([[[0], [90], [255]]])))  # a width that is no multiple of four
    assert [grey.pixelColor(x, 0).red() for x in range(3)] == [0, 90, 255]
    red = picture_image(picture(np.array([[[255, 0, 0]], [[0, 0, 7]]])))
    assert red.pixelColor(0, 0).getRgb()[:3] == (255, 0, 0)
    assert red.pixelColor(0, 1).getRgb()[:3] == (0, 0, 7)


def test_that_small_pictures_grow_by_whole_pixels_and_large_ones_fit() -> None:
    image = scaled_picture(picture(np.array([[[0], [255], [0]]])), 10)
    assert (image.width(), image.height()) == (9, 3)
    assert [image.pixelColor(x, 1).red() for x in range(9)] == [0] * 3 + [255] * 3 + [0] * 3
    large = scaled_picture(picture(np.zeros((30, 60, 3))), 20)
    assert (large.width(), large.height()) == (20, 10)


def test_that_pictures_stand_over_their_class(qtmodeltester: ModelTester) -> None:
    pictures = PictureList(16)
    qtmodeltester.check(pictures)
    pictures.show_samples((Sample(index=1234, class_name="cat", picture=picture(np.zeros((4, 2, 1)))),))
    index = pictures.index(0)
    assert index.data() == "cat"
    assert index.data(Qt.ItemDataRole.DecorationRole).width() == 16
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Sample 1,234: cat"


def test_that_rows_are_a_table_with_the_names_of_their_columns(qtmodeltester: ModelTester) -> None:
    rows = RowTable()
    qtmodeltester.check(rows)
    sample = Sample(index=7, target=1, class_name="oak", row=(0.5, float("nan"), 12345.678))
    rows.show_samples((sample,), ("height", "age"))
    assert [rows.index(0, column).data() for column in range(4)] == ["oak", "0.5", "nan", "1.235e+04"]
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [rows.headerData(column, across) for column in range(4)] == ["Class", "height", "age", "2"]
    assert rows.headerData(0, down) == "7"


def test_that_classes_tell_their_counts_and_how_long_their_bars_are(qtmodeltester: ModelTester) -> None:
    facts = DataFacts(num_train=9, num_test=3, num_classes=2, input_shape=(1,))
    preview = Preview(
        kind="csv",
        title="CSV table",
        facts=facts,
        class_names=("a", "\n"),
        class_counts=(6, 3),
        test_class_counts=(),
        input_names=(),
        samples=(),
    )
    classes = ClassTable()
    qtmodeltester.check(classes)
    classes.show_classes(preview)
    assert [classes.index(0, column).data() for column in range(3)] == ["a", "6", None]
    assert [classes.index(row, 1).data(SHARE_ROLE) for row in range(2)] == [1.0, 0.5]
    assert classes.index(1, 0).data() == "'\\n'"
    assert [shown_class(name) for name in ("é", " ", "ab")] == ["é", "' '", "ab"]
