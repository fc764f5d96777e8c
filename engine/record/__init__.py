"""The run folder: the only channel between those who train and those who watch."""
