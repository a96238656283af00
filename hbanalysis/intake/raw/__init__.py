"""The raw tables: their schemas, how they are read, the dated rules beside them."""
