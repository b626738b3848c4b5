"""`python -m voiceguide` is the same as `voiceguide`."""

import sys

from voiceguide.cli import main

if __name__ == "__main__":
    sys.exit(main())
