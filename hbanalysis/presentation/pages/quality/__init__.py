"""The page on the figures themselves: complete or not, revised, contradicting, provisional."""
