"""``python -m survey``: run rounds from a terminal."""

import sys

from survey.cli import main

if __name__ == "__main__":
    sys.exit(main())
