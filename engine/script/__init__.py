"""A person's own script as a run: what happens in its ranks, and what its curves are called."""
