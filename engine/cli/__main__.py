"""`python -m engine.cli` does what `paraloom` does."""

import sys

from engine.cli import main

sys.exit(main())
