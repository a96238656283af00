"""The page on how far a projection can be trusted."""
