"""The sections of a form that concern the applicant now, and what people call them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.dialogue.words import fold, simplified
from forms.models import Section
from forms.progress import applicable
from programs.values import Answers

if TYPE_CHECKING:
    from forms.loader import Form

_NUMBER = re.compile(r"^[（(]?([一二三四五六七八九十]{1,3}|附件[一二三四五六七八九十0-9]{0,2})[)）]?[、.．]?")
_TO = r"(?:交给|转给|发给|分给|派给|请|让)同事(?:来|帮忙|帮着)?(?:填写|填|写|补)?"
_FIRST = re.compile(rf"^(?:请|帮我|我要|我想)?{_TO}[\s:：，,]*(.{{0,30}})$", re.S)
_LAST = re.compile(rf"^(?:请|帮我|我要|我想)?(?:把|将)(.{{1,30}}?)(?:这?一?(?:部分|板块|章|节))?\s*{_TO}$", re.S)
NEAR = 75


def handed_over(text: str) -> str | None:
    """The section named in 交给同事 <板块> or 把<板块>交给同事, empty when none is; None when it is said of nothing such."""
    plain = simplified(text.strip().rstrip("。！!.吧"))
    for pattern in (_FIRST, _LAST):
        if (match := pattern.match(plain)) is not None:
            return match[1].strip(' “”"《》的')
    return None


def sections_of(form: Form, answers: Answers) -> tuple[Section, ...]:
    """The sections with any field that applies, in the form's order."""
    keys = {field.section for field in applicable(form, answers)}
    return tuple(section for section in form.sections if section.key in keys)


def titled(sections: Sequence[Section], words: str) -> str:
    """Key of the section that the words mean: its number, its title or a part of it; empty when none or several are."""
    wanted = fold(words)
    if not wanted:
        return ""
    titles = {one.key: fold(one.title) for one in sections}
    numbers = {one.key: match[1] for one in sections if (match := _NUMBER.match(one.title))}
    for means in (
        [key for key, title in titles.items() if title == wanted],
        [key for key, number in numbers.items() if number == wanted.removeprefix("第").rstrip("部分章节")],
        [key for key, title in titles.items() if wanted in title],
        [key for key, title in titles.items() if fuzz.partial_ratio(wanted, title) >= NEAR and len(wanted) > 1],
    ):
        if means:
            return means[0] if len(means) == 1 else ""
    return ""
