from engine.record.folder import RunFolder
from engine.record.notes import Notes, read_notes, write_notes


def test_that_notes_are_kept_in_the_folder(folder: RunFolder) -> None:
    assert read_notes(folder) == Notes()
    write_notes(folder, Notes(tags=("good", "好"), note="Try again\nwith bf16."))
    assert read_notes(folder) == Notes(tags=("good", "好"), note="Try again\nwith bf16.")


def test_that_damaged_notes_are_no_notes(folder: RunFolder) -> None:
    folder.notes_path.write_bytes(b"\xff{")
    assert read_notes(folder) == Notes()
