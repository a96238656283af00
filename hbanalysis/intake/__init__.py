"""Files in, validated tables out.

Reading, checking, fingerprints, vintages and the atomic build.
"""
