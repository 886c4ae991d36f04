"""Performs what the dialogue asks for: the guide, the document, a person. A failure becomes an event, never a crash.

The answers in a `FillDocument` are data of the organisation: they go into the document and nowhere else. A call for staff
leaves a note in a folder, because nobody is on duty yet, and the person is told so.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.incoming import FileAway, Incoming, Source
from forms.answers import read_answers
from forms.loader import Form
from knowledge.language_model import asking_for
from knowledge.models import Answer
from programs.errors import BadFile, ShenbaoError
from programs.values import Answers


class Asked(Protocol):
    """What answers questions."""

    def ask(
        self, question: str, *, program: str | None = None, field: str | None = None, asker: str | None = None
    ) -> Answer:
        """The answer to `question`."""
        ...


class Written(Protocol):
    """What filling a document yields."""

    @property
    def file(self) -> Path:
        """Where the document is."""
        ...

    @property
    def filled(self) -> int:
        """How many fields are printed."""
        ...

    @property
    def blank(self) -> tuple[str, ...]:
        """Keys of fields left blank."""
        ...

    @property
    def warnings(self) -> tuple[str, ...]:
        """Chinese sentences."""
        ...


Fill = Callable[[Form, Answers, Path], Written]
Read = Callable[[Incoming, m.ReadFile, World], dict[str, Any]]
"""Where files are fetched, effect and world to the parts of a `FileRead`; raises BadFile for what cannot be read."""


Propose = Callable[[m.ProposeFields, World], tuple[m.Lifted, ...]]
"""Effect and world to answers with the words they rest on; nothing where the model is late, broken or unsure."""


def nothing_proposed(effect: m.ProposeFields, world: World) -> tuple[m.Lifted, ...]:
    """What is proposed where there is no language model."""
    return ()


Draft = Callable[[m.DraftText, World], str]
"""Effect and world to a draft, empty where there is none."""


def nothing_drafted(effect: m.DraftText, world: World) -> str:
    """What is drafted where there is no language model."""
    return ""


def nothing_read(incoming: Incoming, effect: m.ReadFile, world: World) -> dict[str, Any]:
    """What is read where no reader is put in: nothing."""
    raise BadFile("这里还不能读文件。", where=effect.name)


@dataclass(frozen=True)
class Effects:
    """Everything impure that a turn may need, as arguments."""

    answerer: Callable[[], Asked]
    fill: Fill
    folder: Path
    """Documents go to `documents/<conversation>/`, calls for staff to `staff/`."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Scheme to what fetches the files of a channel."""

    read: Read = nothing_read
    """Finds answers in the files that people sent."""
    propose: Propose = nothing_proposed
    """Asks the language model what else a text answers."""
    draft: Draft = nothing_drafted
    """Asks it for a draft of a long text."""

    @property
    def incoming(self) -> Incoming:
        """The files that people sent."""
        return Incoming(self.folder, self.sources)

    refused: Callable[[str, Answer], None] = lambda question, answer: None
    """Told every question with its answer; keeps those the guide does not answer. Must return at once."""

    def perform(self, effect: m.Effect, event: m.Happened, world: World, conversation: str) -> m.Event:
        """The result of an effect as an event, at the time of the event that caused it."""
        common = {"id": f"{event.id}/{effect.id}", "at": event.at, "channel": event.channel, "author": event.author}
        try:
            if isinstance(effect, m.AskGuide):
                with asking_for(conversation):
                    answer = self.answerer().ask(
                        effect.question, program=effect.program, field=effect.field, asker=effect.asker
                    )
                self.refused(effect.question, answer)
                return m.GuideAnswered(effect=effect.id, answer=answer, **common)
            if isinstance(effect, m.FillDocument):
                return m.DocumentFilled(
                    effect=effect.id, **self._document(effect, event.at, world, conversation), **common
                )
            if isinstance(effect, m.ReadTable):
                lines = self.incoming.table(effect.file, effect.size, effect.name)
                return m.TableRead(effect=effect.id, lines=tuple(map(tuple, lines)), **common)
            if isinstance(effect, m.WriteRows):
                file = self._rows(effect, event.at, conversation)
                return m.RowsWritten(effect=effect.id, file=str(file), **common)
            if isinstance(effect, m.ReadFile):
                return m.FileRead(effect=effect.id, **self.read(self.incoming, effect, world), **common)
            if isinstance(effect, m.ProposeFields):
                with asking_for(conversation):
                    return m.FieldsProposed(effect=effect.id, lifted=self.propose(effect, world), **common)
            if isinstance(effect, m.DraftText):
                with asking_for(conversation):
                    return m.TextDrafted(effect=effect.id, text=self.draft(effect, world), **common)
            ticket = self._note(effect, event, conversation)
            return m.StaffCalled(effect=effect.id, ticket=ticket, on_duty=False, **common)
        except (BadFile, FileAway) as error:
            return m.EffectFailed(effect=effect.id, reason=f"{error.message}{error.mend}", **common)
        except ShenbaoError as error:
            return m.EffectFailed(effect=effect.id, reason=error.message, **common)
        except OSError:
            return m.EffectFailed(effect=effect.id, reason="磁盘读写出了问题。", **common)

    def _document(self, effect: m.FillDocument, at: datetime, world: World, conversation: str) -> dict[str, object]:
        form = world.forms[effect.program]
        answers = read_answers(form, effect.answers)
        folder = self.folder / "documents" / conversation
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        unsettled = folder / f".{hashlib.sha256(effect.id.encode()).hexdigest()[:16]}.docx"
        written = self.fill(form, answers, unsettled)
        data = unsettled.read_bytes()
        return {
            "file": str(settled(unsettled, data, folder / document_name(form, effect, at))),
            "size": len(data),
            "digest": hashlib.sha256(data).hexdigest(),
            "filled": written.filled,
            "blank": written.blank,
            "warnings": written.warnings,
        }

    def _rows(self, effect: m.WriteRows, at: datetime, conversation: str) -> Path:
        from forms.document import write_whole
        from forms.spreadsheets.writing import rejected

        folder = self.folder / "documents" / conversation
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{_plain(effect.label)[:40]}_没有读进的行_{at:%Y%m%d-%H%M%S}.xlsx"
        write_whole(path, rejected(effect.heads, effect.rows))
        return path

    def _note(self, effect: m.CallStaff, event: m.Happened, conversation: str) -> str:
        ticket = f"{event.at:%m%d%H%M}-{zlib.crc32(event.id.encode()) % 10000:04d}"
        folder = self.folder / "staff"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        note = {
            "ticket": ticket,
            "at": event.at.isoformat(),
            "conversation": conversation,
            "channel": event.channel,
            "program": effect.program,
            "field": effect.field,
        }
        (folder / f"{ticket}.json").write_text(json.dumps(note, ensure_ascii=False, indent=2), encoding="utf-8")
        return ticket


def settled(made: Path, data: bytes, wanted: Path) -> Path:
    """The file under the wanted name, or a numbered one: what was handed over before is never written over.

    The same bytes under the same name are the same document: a turn that was begun again after a crash leaves no second copy.
    """
    for place in (wanted, *(wanted.with_stem(f"{wanted.stem}-{number}") for number in range(2, 100))):
        if place.exists() and place.read_bytes() != data:
            continue
        made.replace(place)
        return place
    raise OSError("too many documents of one second")


def document_name(form: Form, effect: m.FillDocument, at: datetime) -> str:
    """A name people would choose: what it is, whose, and for a draft that it is one, with the day and time."""
    unit = effect.answers.get("unit_name")
    whose = _plain(unit)[:40] if isinstance(unit, str) else ""
    what = _plain(form.pack.manifest.short_name)
    parts = ["申报书草稿" if effect.partial else "申报书", what, whose, f"{at:%Y%m%d-%H%M%S}"]
    return "_".join(part for part in parts if part) + ".docx"


def _plain(words: str) -> str:
    """Words without what cannot stand in the name of a file."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", words)
