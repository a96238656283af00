"""From the bytes of a foreign file to the cells of its visible sheets.

``guarded`` reads in a child process; nothing a file does there ends the program that asked.
"""
