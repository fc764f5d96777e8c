"""Paraloom's engine: everything that is not a window. Importing it imports neither torch nor Qt."""
