"""How a notebook's kernel is launched: warm, forked, or plain."""
