"""What a validator, a screen reader, a printer and an office's own theme ask of an Office file.

Read from the XML alone, never through the libraries that wrote it.
"""
