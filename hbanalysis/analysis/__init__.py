"""Tables in, judgements out: assessment, projection, trends.

They do not know each other; a notebook composes them.
"""
