"""``python -m tests.fuzzing``: the tests' own modules are put where they find each other, and the campaign begins."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from fuzzing.campaign import main

    sys.exit(main(sys.argv[1:]))
