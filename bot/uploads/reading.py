"""Finds answers in a file that was sent: a form of ours that somebody filled, any other document as text, a photo of a licence.

Which form it is tells what it prints. The form of the programme that is worked on goes before others that are as like, for
editions of one form differ less than they resemble each other.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.dialogue import messages as m
from bot.dialogue.models import World
from bot.incoming import Incoming
from bot.uploads.licence import Recogniser, licence
from programs.cleaning import clean_text
from programs.errors import BadFile

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

LONGEST_TEXT = 200_000
NEARLY = 0.05
"""How much less like the form of the present programme may be than another's."""
_PICTURES = (b"\x89PNG", b"\xff\xd8", b"BM", b"RIFF")
Blank = Callable[[str], "Path | None"]


@dataclass(frozen=True)
class Reader:
    """Reads what people send."""

    blank: Blank = lambda slug: None
    """The authority's own blank, where one is bound."""
    lines: Recogniser | None = None
    """Reads the lines of a photo; None where that is not installed."""

    def __call__(self, incoming: Incoming, effect: m.ReadFile, world: World) -> dict[str, Any]:
        """The parts of a `FileRead`; raises BadFile or FileAway with what to do instead."""
        data = incoming.fetch(effect.file, effect.size)
        if data.startswith(_PICTURES):
            return self._photo(data, effect, incoming, world)
        if effect.name.lower().endswith(".txt"):
            text = _decoded(data, effect.name)
            incoming.check(effect.file, [text])
            return {"about": "text", "text": text}
        from forms.filled.opening import open_filled

        body = open_filled(data, effect.name)
        text = _text_of(body)
        incoming.check(effect.file, text.split("\n"))
        slug = self._which(body, effect.program, world)
        if not slug:
            return {"about": "text", "text": text[:LONGEST_TEXT]}
        return self._form(body, slug, world)

    def _photo(self, data: bytes, effect: m.ReadFile, incoming: Incoming, world: World) -> dict[str, Any]:
        """What a licence says; a photo of anything else is told so."""
        if self.lines is None:
            raise BadFile("这是图片，读不了。", where=effect.name, mend="请发填写时的 .docx 原文件，或者把文字打出来。")
        seen = self.lines(data, effect.name)
        incoming.check(effect.file, [line.text for line in seen])
        fields = world.forms[effect.program].fields if effect.program in world.forms else world.shared
        found = licence(seen, fields)
        if not found:
            raise BadFile("照片里没有认出营业执照上的内容。", where=effect.name, mend="请把执照拍正、拍清楚再发一次。")
        return {"about": "licence", "lifted": found}

    def _which(self, body: Element, program: str, world: World) -> str:
        """The programme whose form it is, empty when it is none of ours."""
        from forms.filled.reading import forms_like

        like = forms_like(world.forms, body, {slug: self.blank(slug) for slug in world.forms})
        if not like:
            return ""
        best = like[0][0]
        return next((slug for score, slug in like if slug == program and score >= best - NEARLY), like[0][1])

    def _form(self, body: Element, slug: str, world: World) -> dict[str, Any]:
        from forms.fields.registry import to_json
        from forms.filled.reading import read_filled

        form = world.forms[slug]
        read = read_filled(form, body, self.blank(slug))
        lifted = [
            m.Lifted(
                field=one.key, value=to_json(form.fields[one.key], one.understood.value), doubt=one.understood.doubt
            )
            for one in read.found
        ]
        unread = [m.NotRead(label=one.label, words=one.words, message=one.message) for one in read.unread]
        return {"about": "form", "program": slug, "lifted": lifted, "unread": unread, "apart": read.apart}


def _text_of(body: Element) -> str:
    """The document as text: lines as they are, rows of tables with tabs between the cells."""
    from forms.docx_map import DocumentMap
    from forms.filled.aligning import covering, items_of

    lines: list[str] = []
    for item in items_of(DocumentMap(body)):
        if hasattr(item, "text"):
            lines.append(item.text)
            continue
        for row in range(len(item.rows)):
            cells = [" ".join(cell.text.split()) for cell in covering(item, row) if cell.row == row]
            lines.append("\t".join(cell for cell in cells if cell))
    return "\n".join(line for line in lines if line.strip())


def _decoded(data: bytes, name: str) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = clean_text(data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if "\0" not in text and len(text) <= LONGEST_TEXT:
            return text
    raise BadFile("这个文本读不了。", where=name, mend="请另存为UTF-8编码的文本，或者把文字复制后粘贴过来。")
