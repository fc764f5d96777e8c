from tests.engine.record.conftest import folder, plan, spec  # noqa: F401 (fixtures)
