"""Judgements in, what people see out: sentences, tables, figures.

No number is typed here: all of them come from tables.
"""
