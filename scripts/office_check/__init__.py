"""What validators, screen readers, printers and themes ask of Office files, read from the XML."""
