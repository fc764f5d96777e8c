"""The workspace in which ways to train are raced against each other."""
