"""The colours of slides, workbooks and files."""

INK, SOFT, FAINT, ACCENT, TARGET = "#1d2733", "#5c6470", "#c9ced6", "#0b5c8a", "#1d2733"
