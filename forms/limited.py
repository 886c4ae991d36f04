"""Readers of files from outside: scripts of ours, each run as a process of its own that can do little harm.

The process gets the file on its standard input and says what it read on its standard output. Before the script begins,
`limited_child` gives up memory, time and writing; nothing of the environment is passed on.
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from programs.errors import BadFile

_LAUNCHER = Path(__file__).with_name("limited_child.py")


@dataclass(frozen=True)
class LimitedReader:
    """A script that reads one kind of file, what it may use, and what a person is told when it does not manage."""

    script: Path
    memory_mb: int
    processor_seconds: int
    seconds: float
    """How long it may take by the clock, waiting for the processor included."""
    too_slow: str
    unreadable: str
    mend: str

    def read(self, data: bytes, name: str) -> bytes:
        """What the script says of `data`; `name` is the file's, for the person.

        Raises:
            BadFile: the script broke a limit, or could not read it.
        """
        limits = [str(self.memory_mb * 1024 * 1024), str(self.processor_seconds)]
        command = [sys.executable, "-I", "-B", str(_LAUNCHER), *limits, str(self.script)]
        try:
            done = subprocess.run(  # noqa: S603  our own arguments
                command, input=data, capture_output=True, timeout=self.seconds, check=False, env={}
            )
        except subprocess.TimeoutExpired:
            raise BadFile(self.too_slow, where=name, mend=self.mend) from None
        if done.returncode:
            raise BadFile(self.unreadable, where=name, mend=self.mend)
        return done.stdout
