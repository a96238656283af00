"""What a notebook asks for: tables, figures and sentences of one Year (``hb.tables`` and so on)."""
