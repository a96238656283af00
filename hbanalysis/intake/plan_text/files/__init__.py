"""Documents of plans as text: txt, html, docx and pdf. Knows no grammar."""
