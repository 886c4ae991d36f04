"""Files that people sent: fetched from wherever the channel keeps them, and opened without trusting them.

A channel that takes files brings a `Source` for its own scheme (`telegram:…`); a reference without one is a path below the
data directory. Fetching the same reference again yields the same bytes, so that a turn that is computed again loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from programs.errors import BadFile, ShenbaoError


class FileAway(ShenbaoError):
    """Raised when a file that was sent cannot be fetched: its service does not answer, or does not have it any more."""

    code = "file_away"


class Source(Protocol):
    """Where a channel keeps the files that people sent."""

    def fetch(self, file: str, size: int) -> bytes:
        """The bytes of a file, of which there are `size` as far as is known; raises FileAway or BadFile."""
        ...

    def check(self, file: str, texts: Sequence[str]) -> None:
        """Nothing for a file whose texts may be taken in by this way; raises BadFile for what is not filled in there."""
        ...


@dataclass(frozen=True)
class Incoming:
    """All sources of an installation."""

    folder: Path
    sources: Mapping[str, Source] = field(default_factory=dict)

    def fetch(self, file: str, size: int = 0) -> bytes:
        """The bytes of a file that was sent.

        Raises:
            FileAway: it cannot be fetched now, or not any more.
            BadFile: it is not what it was said to be.
        """
        if (source := self._source(file)) is not None:
            return source.fetch(file, size)
        path = (self.folder / file).resolve()
        if not path.is_relative_to(self.folder.resolve()) or not path.is_file():
            raise FileAway("文件已经不在了。", where=file, mend="请再发一次。")
        return path.read_bytes()

    def table(self, file: str, size: int, name: str) -> list[list[str]]:
        """The cells of the first sheet of a file that was sent, as text, row by row; raises as `fetch` does."""
        from forms.spreadsheets.reading import cells_of

        lines = cells_of(self.fetch(file, size), name)
        self.check(file, [cell for line in lines for cell in line if cell])
        return lines

    def check(self, file: str, texts: Sequence[str]) -> None:
        """Nothing for a file whose texts may be taken in by the way it came; raises BadFile for what is not filled in there."""
        if (source := self._source(file)) is not None:
            source.check(file, texts)

    def _source(self, file: str) -> Source | None:
        scheme, colon, _ = file.partition(":")
        if colon and scheme not in self.sources:
            raise FileAway("文件是从别处发来的，这里取不到。", where=scheme, mend="请再发一次。")
        return self.sources[scheme] if colon else None


__all__ = ["BadFile", "FileAway", "Incoming", "Source"]
