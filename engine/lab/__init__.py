"""Experiments on a spec: the same training in many ways, held beside each other."""
