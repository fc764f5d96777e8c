from engine.spec.toml_lines import key_lines, line_of

TEXT = """\
# a comment with [table] and x = 1
version = 1
'quoted' = 2
"also.quoted" = 3

[devices]  # [no.table]
use = [
    "cpu:0",  # ] not the end
    "cpu:1",
]
count = 2
text = '''
[no.table]
x = 1
'''
other = \"\"\"
y = "1" \\\"\"\" still inside
\"\"\"
[ training . optimizer ]
kind = "a # b"
a.b.c = { d = 1, e = [1, 2] }
after = 3
[[list]]
item = 1
[[list]]
item = 2
"""


def test_that_every_table_and_key_has_its_line() -> None:
    assert key_lines(TEXT) == {
        ("version",): 2,
        ("quoted",): 3,
        ("also.quoted",): 4,
        ("devices",): 6,
        ("devices", "use"): 7,
        ("devices", "count"): 11,
        ("devices", "text"): 12,
        ("devices", "other"): 16,
        ("training",): 19,
        ("training", "optimizer"): 19,
        ("training", "optimizer", "kind"): 20,
        ("training", "optimizer", "a"): 21,
        ("training", "optimizer", "a", "b"): 21,
        ("training", "optimizer", "a", "b", "c"): 21,
        ("training", "optimizer", "after"): 22,
        ("list",): 23,
        ("list", "item"): 24,
    }


def test_that_a_key_that_is_not_written_has_the_line_of_what_is_around_it() -> None:
    lines = key_lines(TEXT)
    assert line_of(lines, ("training", "optimizer", "a", "b", "c", "d")) == 21
    assert line_of(lines, ("training", "optimizer", "beta1")) == 19
    assert line_of(lines, ("model", "kind")) is None


def test_that_a_last_line_needs_no_end() -> None:
    assert key_lines("a = 1\nb = 2") == {("a",): 1, ("b",): 2}
    assert key_lines("") == {}
