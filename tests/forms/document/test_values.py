"""Ten thousand values of every type are written and read back by another reader without a difference."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forms.document import render
from forms.fields.registry import printed
from forms.loader import Form
from forms.models import Field, FieldType
from programs.cleaning import clean_text
from programs.values import CalendarDate, Special
from tests.forms.document.making import make_form, p, rows, save, tbl, text_field, tr

NASTY = (
    "A<B & C公司", "</w:t></w:r></w:p>", "{{7*7}}", "{% for x in y %}", "{{cycler.__init__}}", "\"引号\"'单引号'", "𠮷田㐂",
    "👩‍🔬团队🏭", "\x00\x01\x0b\x1f控制", "\ufffe\uffff", "一\n二\n\n三", "制\t表\t符", "\r\n回车\r", "  前后空格  ", "&amp;&#10;",
    'HYPERLINK "http://x"', "]]>", "<!--注-->", "\u2028分行", "\u202e反向", "①②③½²", "（全角）：％", "☑□■", "＿＿", "无", "-1", "=SUM(A1)",
)  # fmt: skip
OPTIONS = [
    {"value": value, "label": label} for value, label in (("a", "甲类（一）"), ("b", "乙类 & <二>"), ("c", "其他"))
]
SCALARS = [kind for kind in FieldType if kind not in (FieldType.TABLE, FieldType.GRID)]


def text(chance: random.Random) -> str:
    """Words, traps, or anything Unicode has; now and then five thousand characters."""
    kind = chance.random()
    if kind < 0.02:
        return "".join(chance.choice("知识产权转化运用，。\n") for _ in range(5000))
    if kind < 0.5:
        return "".join(chance.choice(NASTY) for _ in range(chance.randint(1, 4)))
    ranges = ((0, 0x2FFF), (0x4E00, 0x9FFF), (0, sys.maxunicode))
    return "".join(chr(chance.randint(*chance.choice(ranges))) for _ in range(chance.randint(1, 30)))


def money(chance: random.Random) -> Decimal:
    return Decimal(chance.randint(-(10**9), 10**12)).scaleb(-chance.randint(0, 6))


def digits(count: int) -> Callable[[random.Random], str]:
    return lambda chance: "".join(chance.choice("0123456789") for _ in range(count))


VALUES: dict[FieldType, Callable[[random.Random], Any]] = {
    FieldType.TEXT: text,
    FieldType.PARAGRAPH: text,
    FieldType.INTEGER: lambda chance: chance.randint(-(10**12), 10**15),
    FieldType.NUMBER: money,
    FieldType.MONEY: money,
    FieldType.PERCENT: lambda chance: Decimal(chance.randint(0, 10000)).scaleb(-2),
    FieldType.DATE: lambda chance: CalendarDate(chance.randint(1949, 2100), chance.choice((None, 3)), None),
    FieldType.YEAR: lambda chance: chance.randint(1949, 2100),
    FieldType.CHOICE: lambda chance: chance.choice("abc"),
    FieldType.MULTICHOICE: lambda chance: tuple(chance.sample("abc", chance.randint(1, 3))),
    FieldType.BOOLEAN: lambda chance: chance.random() < 0.5,
    FieldType.CREDIT_CODE: digits(18),
    FieldType.ID_NUMBER: digits(18),
    FieldType.PHONE: digits(11),
    FieldType.EMAIL: lambda chance: f"a.b+{chance.randint(0, 99)}@example.com",
    FieldType.POSTCODE: digits(6),
    FieldType.PATENT_NUMBER: lambda chance: f"ZL{chance.randint(10**11, 10**12 - 1)}.X",
    FieldType.BANK_ACCOUNT: digits(19),
}


def field_of(number: int) -> Field:
    """The field in row `number`: types take turns."""
    kind = SCALARS[number % len(SCALARS)]
    more = {"options": OPTIONS} if kind in (FieldType.CHOICE, FieldType.MULTICHOICE) else {}
    return text_field(
        f"f{number}", label=f"第{number}项", type=kind, unit="万元" if kind is FieldType.MONEY else "", **more
    )


@pytest.fixture(scope="module")
def form_and_blank(tmp_path_factory: pytest.TempPathFactory) -> tuple[Form, Path]:
    """A form of five hundred cells."""
    folder = tmp_path_factory.mktemp("values")
    fields = [field_of(number) for number in range(500)]
    places = [{"kind": "cell", "field": field.key, "at": {"label": f"第{n}项"}} for n, field in enumerate(fields)]
    body = tbl(*(tr(f"第{number}项", "") for number in range(500)))
    return make_form(folder, fields, places), save(folder / "form.docx", body)


def test_every_type_is_covered() -> None:
    """A new field type joins the ten thousand."""
    assert set(VALUES) == set(SCALARS)


@pytest.mark.parametrize("seed", range(20))
def test_ten_thousand_values_read_back_equal(form_and_blank: tuple[Form, Path], seed: int) -> None:
    """Twenty documents of five hundred values, each cell compared by the standard library's parser."""
    form, blank = form_and_blank
    chance = random.Random(seed)
    answers: dict[str, Any] = {}
    for key, field in form.fields.items():
        special = chance.random()
        answers[key] = chance.choice(list(Special)) if special < 0.03 else VALUES[field.type](chance)
    cells = [row[1] for row in rows(render(form, answers, blank=blank).data)]
    assert cells == [clean_text(printed(form.fields[key], value)) for key, value in answers.items()]


@given(value=st.text(st.characters(exclude_categories=()), max_size=200))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_in_a_line_reads_back_equal(tmp_path: Path, value: str) -> None:
    """Every code point, lone surrogates too, inside a line between other words."""
    blank = tmp_path / "form.docx"
    if not blank.exists():
        save(blank, p("单位：____（盖章）"))
    form = make_form(tmp_path, [text_field("a")], [{"kind": "line", "field": "a", "at": {"label": "单位："}}])
    done = render(form, {"a": value}, blank=blank)
    assert done.read_back == "ok"
    assert done.filled == bool(clean_text(value))
