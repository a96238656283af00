"""``python -m hbanalysis`` is ``hba``."""

from hbanalysis.cli import main

if __name__ == "__main__":
    main()
