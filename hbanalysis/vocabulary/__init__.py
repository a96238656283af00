"""The words of the field: periods, numbers, terms, languages and the way problems are told.

Nothing here reads a file of the office or judges a number; every other room speaks with these
words.
"""
