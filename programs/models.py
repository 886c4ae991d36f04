"""The identity of a programme: `program.yaml` as models. Every stated fact carries its clause and the exact words.

Money is in 万元 as `Decimal`; dates are ISO dates in Asia/Shanghai. A fact the guide does not state is simply absent
(None or an empty tuple) and is told to people as 指南未载明, never guessed.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """Base of all data read from programme folders: immutable, nothing unknown accepted."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Status(StrEnum):
    """Whether applications are accepted now, as far as the guide tells."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


class FormOrigin(StrEnum):
    """Where the blank of the application form comes from."""

    OFFICIAL = "official"
    """The file the authority issued."""
    RECONSTRUCTED = "reconstructed"
    """Rebuilt from the guide's text; parts of it may differ from the authority's file."""
    NONE = "none"
    """The guide brings no form; what we put out is our own draft, and says so."""


class ApplicantKind(StrEnum):
    """What an organisation is, as far as programmes tell applicants apart."""

    UNIVERSITY = "university"
    RESEARCH_INSTITUTE = "research_institute"
    ENTERPRISE = "enterprise"
    ASSOCIATION = "association"
    ALLIANCE = "alliance"
    OPERATION_CENTER = "operation_center"
    PARK = "park"
    PUBLIC_INSTITUTION = "public_institution"
    SERVICE_AGENCY = "service_agency"
    OTHER = "other"


class ClauseRef(Frozen):
    """A clause of a guide: programme slug and clause id exactly as `guide.md` heads it."""

    program: str
    clause: str


class Stated(Frozen):
    """Something the guide says: the clause and an exact substring of its text."""

    clause: str
    quote: str


class StatedText(Stated):
    """A stated fact with the short form we use for it."""

    value: str
    note: str = ""


class StatedMoney(Stated):
    """A stated amount in 万元; `limit` tells whether it is an upper limit or a fixed sum."""

    value: Decimal
    limit: bool = True
    note: str = ""


class StatedDate(Stated):
    """A stated date."""

    value: date
    note: str = ""


class Material(Stated):
    """One item of what has to be handed in."""

    name: str
    note: str = ""
    optional: bool = False


class Reconstruction(Frozen):
    """A part of the form that the guide's text lost and we rebuilt."""

    part: str
    why: str


class Source(Frozen):
    """The official text a guide was copied from."""

    file: str
    """Name of the official file."""
    sha256: str
    """Hash of that whole file's bytes."""
    part: str = ""
    """Which part of the file, when it holds several programmes."""
    text_sha256: str
    """Hash of this programme's official text, UTF-8; `guide.md` without its heading lines must have it."""


class Manifest(Frozen):
    """`program.yaml`: who, what, when, each with its clause."""

    slug: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    name: str
    """As printed in the guide."""
    short_name: str
    """What the assistant calls it in chat, unmistakable beside the others."""
    aliases: tuple[str, ...] = ()
    """Names people use for it, nicknames and partial names included."""
    authority: StatedText | None = None
    """Who issued it, None where neither the guide nor another part of the same official file says."""
    region: str
    region_names: tuple[str, ...] = ()
    """Place names that point to this programme when somebody asks (常州, 江苏)."""
    year: int | None
    """Programme year, None where the guide carries none."""
    status: Status
    status_note: str
    """One Chinese sentence: why it is closed or unknown."""
    applicants: tuple[ApplicantKind, ...]
    who_may_apply: Stated
    deadline: StatedDate | None = None
    max_amount_wan: StatedMoney | None = None
    duration: StatedText | None = None
    contacts: tuple[StatedText, ...] = ()
    delivery: tuple[StatedText, ...] = ()
    """Where and to whom the material goes, and by which way."""
    materials: tuple[Material, ...] = ()
    print_and_seal: tuple[StatedText, ...] = ()
    """Copies, double-sided, binding, signatures and seals, in the guide's words."""
    form: FormOrigin
    form_title: str
    """Title of the produced document."""
    form_note: str
    """One Chinese sentence told to the person with every document: what is official and what is not."""
    reconstructed: tuple[Reconstruction, ...] = ()
    source: Source
