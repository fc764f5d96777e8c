"""All runs: the table, what is known of one, and what can be done with it."""
