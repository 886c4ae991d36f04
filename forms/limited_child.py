"""Runs a script after giving up most of what a process may do: memory, time, writing files, leaving a core.

    python -I -B limited_child.py MEMORY_BYTES PROCESSOR_SECONDS script.py < file

Nothing of Shenbao is imported here, and what was given up cannot be taken back by the script.
"""

from __future__ import annotations

import resource
import runpy
import sys


def main() -> None:
    """Limit this process, then be the script."""
    memory, seconds, script = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))
    sys.argv = [script]
    runpy.run_path(script, run_name="__main__")


if __name__ == "__main__":
    main()
