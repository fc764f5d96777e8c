"""The record every typed file and form of Paraloom is made of."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable, strict record: an unknown key is an error, never ignored."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        # A loss may be NaN or infinite. JSON has no such numbers, and null would not be read back as a float.
        ser_json_inf_nan="strings",
    )

    @classmethod
    def help_of(cls, field: str) -> str:
        """What the docstring under a field says of it, as forms show it; empty where there is none.

        Read from the source when it is asked for: pydantic's own way (`use_attribute_docstrings`) parses
        every record at import, which is felt when the window opens.
        """
        for owner in cls.__mro__:
            if owner is Record:
                break
            if field in _field_docstrings(owner):
                return _field_docstrings(owner)[field]
        return ""


@lru_cache(maxsize=256)
def _field_docstrings(record: type) -> dict[str, str]:
    import ast
    import inspect
    import textwrap

    (definition,) = ast.parse(textwrap.dedent(inspect.getsource(record))).body
    assert isinstance(definition, ast.ClassDef)
    found = {}
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        match field, text:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(words))),
            ):
                found[name] = inspect.cleandoc(words)
    return found
