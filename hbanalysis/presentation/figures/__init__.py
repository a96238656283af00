"""The figures: each says its finding, shows its measure, and carries its words and its numbers."""
