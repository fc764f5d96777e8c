"""The workspace that lays runs beside and over each other."""
