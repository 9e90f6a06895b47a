"""The board's two pages, and the appendix that stands behind them."""
