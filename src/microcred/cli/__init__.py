"""The command line: one thin command for each verb, over the public Python API alone.

::

    program       the table of commands, each imported only when it is asked for
    endings       exit codes, and what a person reads when something went wrong
    terminal      data to stdout, words to stderr, and nothing hostile to either
    inputs        what is read: a file or stdin, within bounds
    files         outputs that are written whole or not at all
    progress      how far a long run is, for whoever looks
    parameters    what an option may say, and the options that several commands share

Every other module is a command of that name, or what it prints.
"""

from __future__ import annotations

from typing import NoReturn

__all__ = ["main"]


def main() -> NoReturn:
    """Run the command line with the arguments of this process, and end the process with its exit code."""
    import gc

    # Most commands are over before there is garbage worth a search, and what they end with goes with the process.
    gc.set_threshold(100_000)
    from microcred.cli.program import program

    try:
        program.main(prog_name="microcred")
    finally:
        gc.freeze()
    raise AssertionError("the program ends the process itself")
