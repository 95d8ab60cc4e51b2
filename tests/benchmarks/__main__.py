"""The command: ``python -m tests.benchmarks``, from the root of the repository."""

from __future__ import annotations

import sys
from pathlib import Path

# The tests find each other from their folder, as pytest's setting ``pythonpath`` says.
sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.program import main

if __name__ == "__main__":
    sys.exit(main())
