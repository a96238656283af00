"""What the page of many territories shows."""
