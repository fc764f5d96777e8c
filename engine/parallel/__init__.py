"""Wrapping that strategies share. Imports torch: only ranks come here."""
