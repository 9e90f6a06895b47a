"""The portfolio layer: what to invest in, in what order, at what scale; continue or stop."""
