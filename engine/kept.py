"""What was read of a file is kept for as long as the file stays as it is."""

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar

from engine.errors import PlanError

Found = TypeVar("Found")

_KEPT = 16


def kept(read: Callable[..., Found]) -> Callable[..., Found]:
    """Calls `read` once for the same arguments, also where it raises: a plan is made at every edit.

    Args:
        read: Its arguments are hashable, and a `Stamp` for each file that it reads is among them.
    """

    @lru_cache(maxsize=_KEPT)
    def read_once(*key: Hashable) -> tuple[Found, None] | tuple[None, PlanError]:
        try:
            return read(*key), None
        except PlanError as error:
            return None, error

    @wraps(read)
    def reader(*key: Hashable) -> Found:
        found, error = read_once(*key)
        if error is not None:
            raise PlanError(error.problems)
        assert found is not None
        return found

    return reader
