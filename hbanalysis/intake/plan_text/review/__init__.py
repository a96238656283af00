"""The review workbook: a drafted plan for a person to confirm, and a confirmed one read back."""
