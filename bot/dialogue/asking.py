"""Is it a question? For a field whose type reads the words they are an answer, unless they end with a question mark.

In free text 多少, 怎么, 能不能 and the like make a question of a short sentence; a long one is an answer.
"""

from __future__ import annotations

import re

from bot.dialogue.intents import FREE, GRIDS, Intent, Kind
from bot.dialogue.words import simplified
from forms.fields.registry import understand as read_answer
from forms.models import Field, FieldType, Slip

_FORCED = re.compile(r"^(?:作为)?(?:答案?|回答)\s*[：:]\s*(.+)$", re.S)
_READ = re.compile(r"^(?:请)?(?:识别|认一认|成批填|批量填)\s*[：:]\s*(.+)$", re.S)
_ASKED = re.compile(r"^(?:提?问|问题|请问)\s*[：:]\s*(.+)$", re.S)
_ENDS_ASKING = re.compile(r"(?:[?？]|吗|呢|么)[。！!…~～\s]*$")
_ASKS = re.compile(
    r"多少|啥|咋|怎么|怎样|什么|哪[些个里一几家种项年天]|如何|为何|为啥|能不能|可不可以|可以不可以|是不是|要不要|需不需要|有没有|算不算|行不行|是否(?:需要|可以|必须|能)|谁能|谁来|几[个人件家年月天份项次]"
)
_LONGEST_IN_TEXT = 40
_LONGEST_IN_PARAGRAPH = 30


def forced(text: str) -> Intent | None:
    """The reading that was asked for with 答：, 问： or 识别：, None when none was."""
    plain = simplified(text)
    for pattern, kind in ((_FORCED, Kind.ANSWER), (_ASKED, Kind.QUESTION), (_READ, Kind.BLOCK)):
        if match := pattern.match(plain):
            return Intent(kind, text=text[match.start(1) : match.end(1)].strip(), forced=True)
    return None


def asks(text: str) -> bool:
    """Whether the words ask something."""
    text = simplified(text)
    return bool(_ENDS_ASKING.search(text) or _ASKS.search(text))


def ends_asking(text: str) -> bool:
    """Whether the words end like a question."""
    return bool(_ENDS_ASKING.search(simplified(text)))


def is_question(text: str, field: Field) -> bool:
    """Whether the words, said where `field` is asked, are a question."""
    if field.type in GRIDS and ("\n" in text or "\t" in text):
        return False
    if re.search(r"[?？]\s*$", text) and len(text) <= 200:
        return True
    if field.type in FREE:
        limit = _LONGEST_IN_TEXT if field.type is FieldType.TEXT else _LONGEST_IN_PARAGRAPH
        return len(text) <= limit and "\n" not in text and asks(text)
    return asks(text) and isinstance(read_answer(field, text), Slip)
