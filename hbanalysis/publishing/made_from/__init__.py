"""What a report was made from: manifests, and whether they still match."""
