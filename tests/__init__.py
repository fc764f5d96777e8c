"""The tests: they mirror the source, a test file for a source file."""
