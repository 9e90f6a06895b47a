"""What the past says of forecasts: what was foretold beside what came, by reference class."""
