"""Replies that hand something out: a section for a colleague, the materials, the document; and the farewell."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.dialogue.replies import Telling
from programs.models import Frozen


class OfferHandover(Telling):
    """A section that can be handed to a colleague; the link itself is made on the page, and no log ever holds it."""

    kind: Literal["offer_handover"] = "offer_handover"
    program: str
    section: str
    title: str
    done: int
    total: int


class ShowMaterials(Telling):
    """What has to be handed in, and how to print and seal it; the words are the manifest's."""

    kind: Literal["show_materials"] = "show_materials"
    program: str


class ChangeLine(Frozen):
    """One thing that differs between two exports."""

    field: str
    label: str
    """The field's, with row and column where it is a cell."""
    before: str
    """As it may be shown, masked when sensitive; empty when there was nothing."""
    after: str


class SendDocument(Telling):
    """Hand over the document."""

    kind: Literal["send_document"] = "send_document"
    program: str
    file: str
    filled: int
    blank: int
    partial: bool
    warnings: tuple[str, ...] = ()
    since: datetime | None = None
    """When the document was exported before; None for the first time."""
    changed: tuple[ChangeLine, ...] = ()
    """What is different from that one."""
    remind: bool = True
    """Say what is official about the form, and that the programme is closed; told once."""


class Farewell(Telling):
    """Everything is kept; the person may go."""

    kind: Literal["farewell"] = "farewell"
