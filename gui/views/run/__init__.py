"""A run, live or over: its header, plots, step time, log of events, spec and checkpoints."""
