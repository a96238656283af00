"""The grammar of a plan's sentences: numbers, units, bounds, years, clauses.

It knows no files and no sections.
"""
