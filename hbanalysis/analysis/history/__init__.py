"""Observations laid out by year and month, and what past years say about the course of a year."""
