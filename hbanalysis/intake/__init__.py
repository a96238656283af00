"""Files in, validated tables out: reading, checking, fingerprints, vintages and the atomic build."""
