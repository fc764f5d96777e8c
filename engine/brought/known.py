"""What Paraloom gives a person's function that asks for it by name."""

KNOWN_OF_MODELS = ("num_classes", "input_shape", "in_channels", "in_features", "vocab_size", "block_size")
"""Classes; shape of a sample; its first size; all its numbers; different tokens; tokens of a sample."""
KNOWN_OF_DATA = ("seed",)
"""The run's seed."""
CONTEXT_OF_STRATEGIES = ("model", "context")
"""What `parallelize` gets first."""
