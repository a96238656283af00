"""The grammar of a plan's sentences.

Numbers, units, bounds, years, clauses. Knows no files and no sections.
"""
