"""Torch as a warm process has it: what its lazy parts do to the environment is done before."""

import torch._dynamo  # noqa: F401
from torch._inductor.runtime.cache_dir_utils import cache_dir

cache_dir()
