"""Many territories and their changes: bridges told, the portfolio of a parent."""
