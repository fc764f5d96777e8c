"""Two and four real ranks, for all tests of the engine: each pair is started once a session."""

from collections.abc import Iterator

import pytest

from tests.engine.parallel.ranks import Ranks


@pytest.fixture(scope="session")
def ranks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ranks]:
    pair = Ranks(tmp_path_factory.mktemp("ranks") / "meeting-point")
    yield pair
    pair.close()


@pytest.fixture(scope="session")
def four_ranks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ranks]:
    four = Ranks(tmp_path_factory.mktemp("ranks") / "meeting-point", 4)
    yield four
    four.close()
