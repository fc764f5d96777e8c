"""Tests of the run folder, on real files and with real processes."""
