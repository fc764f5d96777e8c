"""In which line of a TOML text a key stands; the standard library's reader does not tell."""

import re
from collections.abc import Iterator, Mapping, Sequence

Path = tuple[str, ...]

_TOKEN = re.compile(
    r'''
    (?P<string> """(?:[^\\]|\\.)*?"{3,5} | \'\'\'.*?\'{3,5} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*' )
    | (?P<comment> \#[^\n]* )
    | (?P<newline> \n )
    | (?P<space> [ \t\r]+ )
    | (?P<mark> [\[\]{}=.,] )
    | (?P<bare> [^\s\[\]{}=.,\#"']+ )
    ''',
    re.VERBOSE | re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """The line, from 1, of every table and key; keys within `{ … }` are left to the key before it.

    Args:
        text: TOML that was read without complaint.
    """
    lines: dict[Path, int] = {}
    table: Path = ()
    for line, tokens in _statements(text):
        path: Path
        if tokens[0] == "[":
            path = table = _parts(tokens)
        else:
            path = table + _parts(tokens[: tokens.index("=")])
        for length in range(1, len(path) + 1):
            lines.setdefault(path[:length], line)
    return lines


def line_of(lines: Mapping[Path, int], path: Sequence[str]) -> int | None:
    """The line of a key, or of the nearest part around it that is written down."""
    for length in range(len(path), 0, -1):
        line = lines.get(tuple(path[:length]))
        if line is not None:
            return line
    return None


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line and tokens of each header and each `key = value`; a value may go over several lines."""
    tokens: list[str] = []
    line = first = 1
    depth = 0
    for match in _TOKEN.finditer(text):
        token = match.group()
        if match.lastgroup in ("string", "mark", "bare"):
            first = first if tokens else line
            tokens.append(token)
            if match.lastgroup == "mark":
                depth += (token in "[{") - (token in "]}")
        elif match.lastgroup == "newline" and depth == 0 and tokens:
            yield first, tokens
            tokens = []
        line += token.count("\n")
    if tokens:
        yield first, tokens


def _parts(tokens: Sequence[str]) -> Path:
    return tuple(_unquoted(token) for token in tokens if token not in ("[", "]", "."))


def _unquoted(token: str) -> str:
    return token[1:-1] if token[0] in "\"'" else token
