"""Composing a run: devices, strategy, model, data and training on the left, what they become on the right."""
