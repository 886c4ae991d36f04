"""Reads an amount: one number with perhaps a unit, and what it is in the field's unit; or why it is none.

Ranges, several numbers and bounds (以上) are refused with a reason; rough figures (约, 左右, 多) are marked as rough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from forms.fields.numerals import MAX_LENGTH, Numeral, Unreadable, foreign_digit, read_numeral
from forms.fields.units import foreign_currency, means, unit_of
from forms.models import Field, FieldType
from programs.cleaning import narrow

_LEAD = re.compile(
    "(?:总共|一共|共计|合计|共有|总计|总额|共|应该是|应该|是|为|有|增长了?|提高了?|提升了?|增加了?|增幅|同比|[:：=])"
    "|(?P<yuan>人民币|rmb|cny|[¥￥])"
    "|(?P<rough>大约|大概有?|约为|约|将近|接近|近|差不多|估计|预计)",
    re.IGNORECASE,
)
_ROUGH_TAIL = re.compile("(?:左右|上下|多|余|来|几)+")
_BOUND = re.compile(
    "以上|以下|以内|之间|超过|不少于|不低于|不超过|大于|小于|至少|至多|最多|最少|不足|不到|未满|低于|高于|多于|少于|[<>≥≤≧≦]|\\+$"
)
_VAGUE = re.compile("^(?:几|数|好几|若干|上)[十百千万亿个件家人]|[十百千万亿]几|很多|许多|不少$|一些")
_EXPONENT = re.compile("[0-9][eE][+-]?[0-9]|0[xX][0-9a-fA-F]|[0-9]_[0-9]")
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "-inf", "-infinity", "+inf", "null", "true", "false"})
_DIGIT_RUN = re.compile("[0-9０-９][0-9０-９.,]*|[零〇一二三四五六七八九十百千万亿两]{1,12}")
_INNER_SPACE = re.compile("\\s+(?![0-9])|(?<![0-9,])\\s+")
"""White space that does not stand between digits."""
_PERCENT = re.compile("(百分之|千分之)(.+)|(.+?)成([一二三四五六七八九半])?")


@dataclass(frozen=True, slots=True)
class Written:
    """A number as written and how sure its reading is."""

    numeral: Numeral
    unit: str
    rough: bool = False
    uncertain: bool = False
    """It can be read another way, so the reading is asked back."""


def read_amount(text: str) -> Written:
    """The one number that `text` is.

    Raises:
        Unreadable: it is none, or not one, or not a certain one.
    """
    text, rough, in_yuan = _core(_tidied(text))
    if _BOUND.search(text):
        raise Unreadable("这里要一个确定的数，不要“以上”“超过”之类的范围")
    numeral, unit = _percentage(text) or _with_unit(text)
    tail = _ROUGH_TAIL.match(unit)
    if tail is None and unit.endswith(("左右", "上下")):
        rough, unit = True, unit[:-2]
    elif tail is not None:
        rough, unit = True, unit[tail.end() :]
        if unit[:1] in ("万", "亿"):  # 120多万 counts in 万, as 120万多 does
            scale = Decimal(10**4 if unit[0] == "万" else 10**8)
            numeral, unit = Numeral(numeral.number * scale, "", scaled=True), unit[1:]
    unit = unit.strip(" ()")
    if in_yuan and not unit and not numeral.scaled:
        return Written(numeral, "元", rough, uncertain=True)
    return Written(numeral, unit, rough, uncertain=numeral.doubtful and not unit)


def _tidied(text: str) -> str:
    """Half-width, without white space but between digits, without closing signs; w and 个亿 as the 万 and 亿 they mean.

    Raises:
        Unreadable: it holds digits of another kind, or is no number people write.
    """
    text = _INNER_SPACE.sub("", narrow(text[: MAX_LENGTH + 1]).strip())
    text = re.sub("[吧呢啊哦嘛了]*[。.；;，,!！：:]*$", "", text)
    strange = foreign_digit(text)
    if strange:
        raise Unreadable(f"“{strange}”这样的数字符号容易看错，请用普通数字0到9写")
    if text.lower() in _NOT_FINITE or _EXPONENT.search(text):
        raise Unreadable("请用普通数字写，例如 120 或 1200000")
    if _VAGUE.search(text):
        raise Unreadable("请写一个确切的数")
    text = re.sub("(?<=[0-9])[wW](?![a-zA-Z])", "万", text).replace("百分之百", "百分之一百")
    return re.sub("(?<=[0-9一二两三四五六七八九十])个(?=[万亿])", "", text)


def _core(text: str) -> tuple[str, bool, bool]:
    """What is left without lead words, whether those made it rough, and whether they named 元 (¥, 人民币)."""
    rough = in_yuan = False
    while match := _LEAD.match(text):
        rough = rough or match["rough"] is not None
        in_yuan = in_yuan or match["yuan"] is not None
        text = text[match.end() :].lstrip()
    return text.removeprefix("+") if re.match(r"\+[0-9]", text) else text, rough, in_yuan


def _with_unit(text: str) -> tuple[Numeral, str]:
    """`120（万元）`, `120万元`, `120 万 元` as number and unit."""
    opened = re.fullmatch(r"(.*?)\s*\(\s*(.{1,6}?)\s*\)", text)
    numeral = read_numeral(opened[1] + opened[2] if opened else text)
    return numeral, re.sub(r"\s+", "", numeral.rest)


def _percentage(text: str) -> tuple[Numeral, str] | None:
    """百分之二十, 千分之五, 两成 and 三成五 as percent."""
    match = _PERCENT.fullmatch(text)
    if match is None:
        return None
    numeral = read_numeral(match[2] or match[3])
    if numeral.rest:
        raise Unreadable("")
    if match[2]:
        return Numeral(numeral.number / (1 if match[1] == "百分之" else 10), ""), "%"
    tenth = Decimal("一二三四五六七八九".find(match[4]) + 1 if match[4] and match[4] != "半" else 5 if match[4] else 0)
    return Numeral(numeral.number * 10 + tenth, ""), "%"


def in_unit(field: Field, written: Written) -> tuple[Decimal, bool]:
    """The number in the field's unit, and whether it was written without any unit.

    Raises:
        Unreadable: the unit written is another one.
    """
    numeral, unit = written.numeral, unit_of("%" if field.type is FieldType.PERCENT else field.unit)
    currency = foreign_currency(written.unit)
    if currency:
        raise Unreadable(f"请把{currency}折算成人民币再填")
    if not written.unit:
        return (numeral.number / unit.scale, False) if numeral.scaled else (numeral.number, True)
    if not means(written.unit, unit.noun):
        wanted = f"单位应为“{(unit.scale == 1 and unit.noun) or field.unit}”" if unit.noun else "这里不用写单位"
        raise Unreadable(f"{wanted}，您写的是“{written.unit[:12]}”")
    return numeral.number / unit.scale, False


def refusal(field: Field, text: str, reason: str) -> str:
    """The sentence for text that is no single number of this field."""
    example = f"120{field.unit}" if field.type is not FieldType.PERCENT else "20%"
    shown = text if len(text) <= 20 else f"{text[:20]}…"
    numbers = [run for run in _DIGIT_RUN.findall(text[: MAX_LENGTH + 1]) if run.strip("百千万亿")]
    if (
        len(numbers) > 1
        and (not reason or "歧义" not in reason)
        and not reason.startswith(("“", "请用", "这里要", "请写"))
    ):
        return f"“{shown}”里看到不止一个数（{'、'.join(numbers[:4])}），“{field.label}”只填一个数，例如“{example}”。"
    if reason:
        return f"“{field.label}”没有记下：{reason}。例如“{example}”。"
    return f"没看出“{shown}”是多少，“{field.label}”请填一个数字，例如“{example}”。"
