"""The columns of every raw table, declared once, by what the table speaks of."""
