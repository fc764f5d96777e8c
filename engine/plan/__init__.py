"""From a spec and an inventory to a plan, or to every reason why not. Pure functions."""
