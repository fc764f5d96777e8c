"""What is drawn: curves, bars, the weave. pyqtgraph is imported only here."""
