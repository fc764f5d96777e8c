from tests.running import loom_fixture

__all__ = ["loom_fixture"]
