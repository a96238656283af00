"""The grammar of a plan's sentences: numbers, units, bounds, years, clauses. Knows no files and no sections."""
