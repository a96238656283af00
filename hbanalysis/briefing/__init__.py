"""The pack for a meeting, from the same tables as the pages.

Figures, slides, a two-page note, the table.
"""
