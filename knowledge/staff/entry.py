"""The door for staff answers: text cleaned, personal data refused, programme, year and clause held against the packs.

What stands in an answer is shown to everybody who asks alike, so nothing that belongs to one person may get in. A phone
number the guide itself prints is public and may be repeated.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date

from knowledge.chinese import without_invisible
from knowledge.privacy import private_parts
from knowledge.staff.models import EVERY, StaffAnswer
from programs.errors import ShenbaoError
from programs.models import Manifest
from programs.registry import Pack, find

QUESTION_CHARS, TEXT_CHARS, ROLE_CHARS, MOST_ASKS = 200, 1500, 30, 40
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINES = re.compile(r"\s*\n\s*")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_NO_DIGIT = re.compile(r"[^0-9]")


class BadStaffAnswer(ShenbaoError):
    """Raised when an answer cannot be taken in as it is; nothing was stored."""

    code = "bad_staff_answer"


def taken_in(
    packs: Mapping[str, Pack],
    *,
    id: str,
    program: str | None,
    question: str,
    text: str,
    role: str,
    approved: date,
    asks: Sequence[str] = (),
    expires: date | None = None,
    clause: str = "",
) -> StaffAnswer:
    """The answer as it may be stored; without a programme it holds for all, to the end of the calendar year.

    Raises:
        UnknownProgram: `program` names no pack.
        BadStaffAnswer: something is missing, too long, holds personal data, or names a clause the guide does not have.
    """
    pack = find(program, packs) if program else None
    if not _ID.fullmatch(id):
        raise BadStaffAnswer(f"编号“{id[:40]}”不行。", where="编号", mend="用字母、数字、点、横线，40个字以内。")
    if clause and (pack is None or clause not in pack.guide.by_id):
        mend = "写条款编号，和指南里印的一样，如 三（二）。" if pack else "先用 --program 指定项目。"
        raise BadStaffAnswer(f"没有“{clause[:40]}”这一条。", where="依据条款", mend=mend)
    year = pack.manifest.year if pack else approved.year
    expires = expires or last_day(pack.manifest if pack else None, approved)
    if expires is not None and expires < approved:
        raise BadStaffAnswer("有效期早于批准日期。", where="有效期", mend="写一个不早于今天的日期，或不写。")
    public = [pack] if pack else list(packs.values())
    answer = StaffAnswer(
        id=id,
        program=pack.slug if pack else EVERY,
        question=_clean("问题", question, QUESTION_CHARS, public),
        asks=tuple(dict.fromkeys(_clean("别的问法", ask, QUESTION_CHARS, public) for ask in asks if ask.strip())),
        text=_clean("答复", text, TEXT_CHARS, public, lines=True),
        role=_clean("答复人", role, ROLE_CHARS, public),
        approved=approved,
        year=year,
        expires=expires,
        clause=clause,
    )
    if len(answer.asks) > MOST_ASKS:
        raise BadStaffAnswer(f"别的问法最多{MOST_ASKS}个。", where="别的问法", mend="留下说法不同的。")
    return answer


def last_day(manifest: Manifest | None, approved: date) -> date | None:
    """The last day where no guide's year ends it: without one an answer holds to the end of the calendar year."""
    return None if manifest is not None and manifest.year is not None else date(approved.year, 12, 31)


def clean(text: str, *, lines: bool = False) -> str:
    """`text` composed, without characters nobody sees; in one line unless `lines`."""
    text = unicodedata.normalize("NFC", without_invisible(text)).replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROL.sub("", text.encode("utf-8", "ignore").decode())
    return _LINES.sub("\n", text).strip() if lines else " ".join(text.split())


def _clean(name: str, text: str, most: int, public: Sequence[Pack], *, lines: bool = False) -> str:
    cleaned = clean(text, lines=lines)
    if not cleaned:
        raise BadStaffAnswer(f"没有写{name}。", where=name, mend="补上再交。")
    if len(cleaned) > most:
        raise BadStaffAnswer(f"{name}有{len(cleaned)}个字，最多{most}个。", where=name, mend="写短一些。")
    for part in private_parts(cleaned):
        if _digits(part) not in {
            _digits(known) for pack in public for known in private_parts(pack.guide.official_text)
        }:
            raise BadStaffAnswer(
                f"{name}里有个人信息（证件号、电话、账号或邮箱）。",
                where=name,
                mend="去掉它；指南上印的公开电话可以写。",
            )
    return cleaned


def _digits(part: str) -> str:
    """The digits of a number, or the address as it stands when it has none to speak of."""
    plain = unicodedata.normalize("NFKC", part)
    return plain.lower() if "@" in plain else _NO_DIGIT.sub("", plain)
