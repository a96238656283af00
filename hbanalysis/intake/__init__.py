"""Files in, validated tables out: reading, checking, fingerprints, vintages, the atomic build."""
