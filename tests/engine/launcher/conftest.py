"""One warm loom for all of these tests; what torch's lazy parts do to the environment is done before any."""

import torch._dynamo  # noqa: F401
from torch._inductor.runtime.cache_dir_utils import cache_dir

from tests.running import loom_fixture

__all__ = ["loom_fixture"]

cache_dir()
