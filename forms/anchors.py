"""How the places of `form.yaml` fare in a blank: found once, or missing, ambiguous, unusable, with what stands nearest.

The same trial serves the committed blanks (`check-programs`), every document before it is filled, and a blank that a user
brings from the authority (`shenbao bind`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from forms.docx_find import Status
from forms.places import FormFile

if TYPE_CHECKING:
    from forms.loader import Form


@dataclass(frozen=True)
class AnchorOutcome:
    """How one place of `form.yaml` fared in a blank."""

    location: tuple[str | int, ...]
    """Where the place stands in `form.yaml`: `("places", 3)` or `("blanks", 0)`."""
    fields: tuple[str, ...]
    label: str
    status: Status
    message: str = ""
    nearest: tuple[str, ...] = ()
    """Printed labels that look most like the missing one."""

    @property
    def mend(self) -> str:
        """What to do about it, in Chinese."""
        if self.status == "ambiguous":
            return "补上 section、block 或 occurrence，使它只剩一处。"
        return f"最接近的是：{'、'.join(self.nearest)}。" if self.nearest else "核对空白表上印的文字。"


def survey(path: Path, file: FormFile) -> tuple[AnchorOutcome, ...]:
    """How every place of `file` fares in the blank at `path`, in order, places first.

    Raises:
        BadFile: the blank cannot be opened.
    """
    from forms.docx_blank import compile_blank

    return compile_blank(path, file).outcomes


def try_anchors(form: Form, path: Path) -> tuple[AnchorOutcome, ...]:
    """The places that are not found exactly once in the blank at `path`; empty when all are."""
    assert form.file is not None
    return tuple(outcome for outcome in survey(path, form.file) if outcome.status != "found")
