"""What came, what is owed, what moved and what contradicts."""
