"""Free text: one line, or paragraphs. It is kept as written; only white space at the ends goes, and line breaks in one-liners.

A length limit of the form is told at once and never enforced by cutting.
"""

from __future__ import annotations

import re

from forms.fields.kinds import Found, PlainKind, Raw, as_text, wrong_kind
from forms.models import Field, Slip
from programs.values import Value
from programs.wordcount import count_characters

_BREAKS = re.compile("[ \\t]*\\n\\s*|\\t+")
_BLANK_LINES = re.compile("\\n[ \\t]*(?:\\n[ \\t]*){2,}")
_WORDLESS = re.compile("[\\W_]+")
_ECHO = 60


class TextKind(PlainKind):
    """Text up to `longest` characters, on one line unless `lines`."""

    def __init__(self, *, lines: bool, longest: int) -> None:
        self.lines = lines
        self.longest = longest

    def parse(self, field: Field, raw: Raw) -> Found | Slip:
        """The text, with a doubt when the form's limit is passed."""
        text = as_text(raw)
        if text is None:
            return wrong_kind(field, raw, "文字")
        if len(text) > self.longest:
            return Slip(f"“{field.label}”收到{len(text)}个字符，最多能记{self.longest}个。请精简后再发，或分到附页里。")
        text = text.strip()
        text = _BLANK_LINES.sub("\n\n", text) if self.lines else _BREAKS.sub(" ", text)
        if _WORDLESS.fullmatch(text) and not any(_is_picture(char) for char in text):
            return Slip(f"“{text[:20]}”里没有文字。请填“{field.label}”，没有就写“无”。")
        if field.max_chars is not None and len(text) > field.max_chars // 2:
            count = count_characters(text)
            if count > field.max_chars:
                return Found(text, f"共{count}字，超过了这一栏{field.max_chars}字的限制，先这样记下吗？")
        return Found(text)

    def echo(self, field: Field, value: Value) -> str:
        """The text, its beginning and its length when it is long."""
        text = str(value)
        return text if len(text) <= _ECHO else f"{' '.join(text[:40].split())}……（共{count_characters(text)}字）"


def _is_picture(char: str) -> bool:
    return ord(char) > 0xFFFF or "\ue000" <= char <= "\uf8ff"
