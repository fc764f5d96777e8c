"""Paraloom's window. It never imports torch: training happens in rank processes."""
