"""The briefing of a Year: slides, note, workbook and figure files (``hb.briefing``).

``content`` chooses, ``gallery`` shows the figures, ``write`` writes the pack.
"""

from hbanalysis.vocabulary.public_names import public

__all__, __dir__, __getattr__ = public(__file__)
