"""One warm loom for all of these tests."""

from tests.running import loom_fixture

__all__ = ["loom_fixture"]
