"""`python -m engine.cli` does what `paraloom` does."""

import sys

from engine.cli.main import main

sys.exit(main())
