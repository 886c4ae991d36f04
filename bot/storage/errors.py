"""What can go wrong with storage, each as a sentence that may be shown to the person who was writing."""

from __future__ import annotations

from programs.errors import ShenbaoError


class StorageFault(ShenbaoError):
    """Base of the faults below: the operation was not done, nothing that was accepted before is lost, and it may be tried again."""

    code = "storage"


class StorageBusy(StorageFault):
    """Raised when another program holds the database locked for longer than the waiting time."""

    code = "storage_busy"


class StorageFull(StorageFault):
    """Raised when the disk (or the allowed size of the database) is full."""

    code = "storage_full"


class StorageGone(StorageFault):
    """Raised when the database cannot be reached, or its file was deleted or replaced under the running service."""

    code = "storage_gone"


class StorageDamaged(StorageFault):
    """Raised when what is stored cannot be read back; it is left as it is."""

    code = "storage_damaged"


class StorageRefused(StorageFault):
    """Raised when the database refuses what it was given (a key that is there already, a text it cannot hold)."""

    code = "storage_refused"


class StorageInUse(StorageFault):
    """Raised when another process already writes to this SQLite database."""

    code = "storage_in_use"


class LinkRefused(ShenbaoError):
    """Raised when a one-time code is unknown, used, out of date, or not for whoever shows it; the message never says which."""

    code = "link_refused"
