"""Starts runs, watches over them, and names what ended them."""
