"""What runs in a rank: one process of a run, from its first breath to its outcome."""
