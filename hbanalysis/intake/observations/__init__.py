"""Observations once read: vintages, revisions, months against years-to-date."""
