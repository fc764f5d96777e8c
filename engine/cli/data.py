"""`paraloom data`: a look at a spec's data on the command line, and for the window."""

import sys
from json import loads

from engine.cli.exit_codes import COMPLETED, FAILED
from engine.cli.listing import print_table
from engine.cli.result import as_json
from engine.data import data_for
from engine.data.preview import Preview, build_preview, find_unreadable
from engine.spec.run import RunSpec

_MOST_CLASSES = 20
"""Printed; JSON has them all."""


def show_data(spec: RunSpec, *, num_samples: int, prepare: bool, check: bool, plain: bool, json: bool) -> int:
    """Print what the data are; gives the exit code.

    Args:
        spec: Whose data.
        num_samples: Most samples in the JSON.
        prepare: First download or make what is not there yet.
        check: Read every sample once; those that cannot be read are named, and make the code 1.
        plain: Pictures as they are, not as training changes them.
        json: The last line is a JSON object of `engine.data.preview.Preview`.

    Raises:
        PlanError: Its files cannot be read.
        DataError: They cannot be had.
    """
    if prepare:
        for sentence in data_for(spec).prepare(spec):
            if sentence:
                print(sentence, file=sys.stderr)
    preview = build_preview(spec, num_samples=num_samples, augmented=not plain)
    unreadable = list(find_unreadable(spec)) if check else []
    for sentence in unreadable:
        print(sentence, file=sys.stderr)
    if json:
        print(as_json(loads(preview.model_dump_json()) | {"unreadable": unreadable}))
    else:
        facts = preview.facts
        shape = "×".join(map(str, facts.input_shape))
        sizes = f"{facts.num_train:,} training and {facts.num_test:,} test samples of {shape}"
        print(f"{preview.title}: {sizes}")
        print_classes(preview)
    return FAILED if unreadable else COMPLETED


def print_classes(preview: Preview) -> None:
    """How many samples each class has, the first classes of many."""
    none = ("-",) * len(preview.class_names)
    counts = zip(preview.class_counts or none, preview.test_class_counts or none, strict=True)
    named = zip(preview.class_names, counts, strict=True)
    rows = [(repr(name)[1:-1], str(train), str(test)) for name, (train, test) in named]
    print_table(("class", "training", "test"), rows[:_MOST_CLASSES])
    if len(rows) > _MOST_CLASSES:
        print(f"… and {len(rows) - _MOST_CLASSES:,} more.")
