"""The rules of ``hba check`` by what they are found in: files, cells, rows, series."""
