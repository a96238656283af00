"""Tables as plain text for a terminal."""
