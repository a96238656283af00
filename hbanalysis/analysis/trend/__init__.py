"""How an indicator has moved over the years, and signals told from noise."""
