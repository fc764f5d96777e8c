"""What Paraloom gives a person's function that asks for it by name."""

KNOWN_OF_MODELS = ("num_classes", "input_shape", "in_channels", "in_features", "vocab_size", "block_size")
"""Classes; shape of a sample; its first size; all its numbers; different tokens; tokens of a sample."""
KNOWN_OF_DATA = ("seed",)
"""The run's seed."""
CONTEXT_OF_STRATEGIES = ("model", "context")
"""What `parallelize` gets first."""
GIVEN = {"model": KNOWN_OF_MODELS, "data": KNOWN_OF_DATA, "strategy": CONTEXT_OF_STRATEGIES}
"""Of each part of the spec that can be a person's file."""
