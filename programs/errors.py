"""What can go wrong with what people give us, each with what is wrong, where, and how to mend it.

A person's slip while answering is a value (`forms.models.Slip`), never an exception. These classes are for inputs that
stop a command: a broken programme folder, an unknown slug, an unreadable file.
"""

from __future__ import annotations

from pathlib import Path


class ShenbaoError(Exception):
    """Base of everything Shenbao raises on purpose; the message is Chinese and meant for a person."""

    code = "error"

    def __init__(self, message: str, *, where: str = "", mend: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.mend = mend

    def __str__(self) -> str:
        where = f"{self.where}：" if self.where else ""
        mend = f"改法：{self.mend}" if self.mend else ""
        return f"{where}{self.message}{mend}"


class UnknownProgram(ShenbaoError):
    """Raised when a slug or a name belongs to no programme folder."""

    code = "unknown_program"


class PackFault(ShenbaoError):
    """Raised when a programme folder is incomplete or contradicts itself; `where` is `path:line`."""

    code = "pack_fault"
    others: tuple[PackFault, ...] = ()
    """Further faults of the same file, found in the same reading."""

    @classmethod
    def at(cls, path: Path, line: int | None, message: str, mend: str) -> PackFault:
        """A fault at `path:line`; `line` is None where the fault has no line of its own."""
        return cls(message, where=f"{path}:{line}" if line else str(path), mend=mend)


class UnknownFact(ShenbaoError):
    """Raised when answers hold a key that no field of the programme has."""

    code = "unknown_field"


class BadAnswers(ShenbaoError):
    """Raised when an answers file cannot be read or a value in it cannot be understood."""

    code = "bad_answers"


class BadFile(ShenbaoError):
    """Raised when a file a person named is missing, unreadable or of the wrong kind."""

    code = "bad_file"


class DocumentFault(ShenbaoError):
    """Raised when a filled document does not read back as it was written; no file is left behind."""

    code = "document_fault"


class IndexFault(ShenbaoError):
    """Raised when the question index can be neither opened nor rebuilt."""

    code = "index_fault"
