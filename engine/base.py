"""The record every typed file and form of Paraloom is made of."""

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """An immutable, strict record: an unknown key is an error, never ignored.

    Field docstrings become field descriptions, which forms show as help.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        # A loss may be NaN or infinite. JSON has no such numbers, and null would not be read back as a float.
        ser_json_inf_nan="strings",
    )
