"""A message as it stands in the outbox: everything the sender needs, and nothing of it has to be computed again."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from programs.models import Frozen


class Mark(Frozen):
    """A stretch of a text that is drawn differently; places are UTF-16 units, as Telegram counts."""

    type: Literal["bold", "expandable_blockquote"]
    offset: int
    length: int


class Key(Frozen):
    """A button below a message: pressing it brings `data` back, opens `url`, or copies `copied`."""

    text: str
    data: str = ""
    url: str = ""
    copied: str = ""


class Words(Frozen):
    """A text, which may be edited into an acknowledgement."""

    kind: Literal["words"] = "words"
    text: str
    marks: tuple[Mark, ...] = ()
    keys: tuple[tuple[Key, ...], ...] = ()


class Paper(Frozen):
    """A file of this machine."""

    kind: Literal["paper"] = "paper"
    path: str
    caption: str = ""


class Picture(Frozen):
    """The first page of a document of this machine, as a picture."""

    kind: Literal["picture"] = "picture"
    path: str


class Board(Frozen):
    """A sentence that brings the keyboard below the input box. Such messages can never be edited."""

    kind: Literal["board"] = "board"
    text: str
    rows: tuple[tuple[str, ...], ...]
    hint: str = ""
    """What stands in the empty input box."""


class Mine(Frozen):
    """Something of a person's own that is made when it is delivered and stored nowhere: a copy of their data, a code."""

    kind: Literal["mine"] = "mine"
    what: Literal["export", "link"]


Payload = Words | Paper | Picture | Board | Mine
TOLD = "told:"
"""Before a payload in the code of an event that only brings it into the outbox; see `personal`."""
_ANY: TypeAdapter[Payload] = TypeAdapter(Annotated[Payload, Field(discriminator="kind")])


def written(payload: Payload) -> str:
    """The payload as JSON."""
    return payload.model_dump_json(exclude_defaults=True, exclude={"kind"})[:-1] + f',"kind":"{payload.kind}"}}'


def read(text: str) -> Payload:
    """The payload that the JSON stands for; raises ValidationError when it is none."""
    return _ANY.validate_json(text)
