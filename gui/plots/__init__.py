"""What is drawn: curves, bars, the weave."""
