"""What lies on the disk: whole or not at all, one at a time, with fingerprints."""
