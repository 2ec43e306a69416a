"""The entry point of `python -m postdesk`."""

import sys

from postdesk.app import main

if __name__ == "__main__":
    sys.exit(main())
