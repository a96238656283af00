"""The review workbook.

A drafted plan for a person to confirm, and what becomes of a confirmed one.
"""
