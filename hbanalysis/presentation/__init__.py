"""Judgements in, what people see out: sentences, tables, figures.

No number is typed here; all come from tables.
"""
