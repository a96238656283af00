"""A delivered file, from its recipe to the accepted observations."""
