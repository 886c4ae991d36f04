"""Every type that fits into one cell, and the one way in: text or JSON is cleaned, 无 and 不清楚 are recognised, then read.

Tables and grids read their cells through here, `registry` everything else, so an answer means the same wherever it stands.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from forms.fields.choices import ChoiceKind, MultiChoiceKind
from forms.fields.contact import EmailKind, PhoneKind, PostcodeKind
from forms.fields.dates import DateKind, YearKind
from forms.fields.identity import CreditCodeKind, IdNumberKind
from forms.fields.kinds import (
    SPECIAL_JSON,
    SPECIAL_PRINTED,
    FieldKind,
    Found,
    Json,
    Raw,
    folded,
    no_answer,
    special_of,
    wrong_kind,
)
from forms.fields.masking import masked
from forms.fields.numbers import MoneyKind, NumberKind, PercentKind
from forms.fields.registered import BankAccountKind, PatentNumberKind
from forms.fields.texts import TextKind
from forms.fields.yes_no import BooleanKind
from forms.models import Field, FieldType, Slip, Understood
from programs.cleaning import clean
from programs.values import Special, Value

CELL_TYPES: Mapping[FieldType, FieldKind] = MappingProxyType(
    {
        FieldType.TEXT: TextKind(lines=False, longest=2_000),
        FieldType.PARAGRAPH: TextKind(lines=True, longest=100_000),
        FieldType.INTEGER: NumberKind(whole=True, signed=False),
        FieldType.NUMBER: NumberKind(),
        FieldType.MONEY: MoneyKind(),
        FieldType.PERCENT: PercentKind(),
        FieldType.DATE: DateKind(),
        FieldType.YEAR: YearKind(),
        FieldType.CHOICE: ChoiceKind(),
        FieldType.MULTICHOICE: MultiChoiceKind(),
        FieldType.BOOLEAN: BooleanKind(),
        FieldType.CREDIT_CODE: CreditCodeKind(),
        FieldType.ID_NUMBER: IdNumberKind(),
        FieldType.PHONE: PhoneKind(),
        FieldType.EMAIL: EmailKind(),
        FieldType.POSTCODE: PostcodeKind(),
        FieldType.PATENT_NUMBER: PatentNumberKind(),
        FieldType.BANK_ACCOUNT: BankAccountKind(),
    }
)


_EXACT = (FieldType.PHONE, FieldType.EMAIL, FieldType.POSTCODE, FieldType.PATENT_NUMBER, FieldType.BANK_ACCOUNT)
_NO_SUCH = re.compile("(?:没有|没|无|暂无|暂时没有)(.{2,})")


def prepared(field: Field, raw: object) -> tuple[Raw, str] | Slip:
    """`raw` with text cleaned and floats exact, and what was taken away; a slip for what JSON should never hold."""
    if isinstance(raw, str):
        cleaned = clean(raw)
        return cleaned.text, cleaned.note
    if isinstance(raw, float):
        if not math.isfinite(raw):
            return Slip(f"“{field.label}”应为一个确定的数字，不能是 NaN 或无穷大。")
        return Decimal(repr(raw)), ""
    if isinstance(raw, Decimal) and not raw.is_finite():
        return Slip(f"“{field.label}”应为一个确定的数字，不能是 NaN 或无穷大。")
    if raw is None or isinstance(raw, bool | int | Decimal | list | tuple | Mapping):
        return (list(raw) if isinstance(raw, tuple) else dict(raw) if isinstance(raw, Mapping) else raw), ""
    return wrong_kind(field, raw, "文字、数字或列表")


def understand_with(kind: FieldKind, field: Field, raw: object) -> Understood | Slip:
    """What `kind` makes of `raw`, with how the assistant repeats it. Never raises, whatever `raw` is."""
    ready = prepared(field, raw)
    if isinstance(ready, Slip):
        return ready
    value, note = ready
    if value is None:
        return Slip(f"“{field.label}”还没有答案。")
    special = _special(field, value)
    if special is not None:
        doubt = f"“{field.label}”是必填项，确实要填“{SPECIAL_PRINTED[special]}”吗？" if field.required else ""
        return Understood(special, SPECIAL_PRINTED[special], doubt, note)
    if isinstance(value, str) and (slip := no_answer(field, value)) is not None and not _is_option(field, value):
        return slip
    found = kind.parse(field, value)
    if isinstance(found, Slip):
        return found
    return Understood(found.value, echo_with(kind, field, found.value), found.doubt, note)


def _special(field: Field, raw: Raw) -> Special | None:
    """无 or 不适用, unless the words mean something of their own here: no for a boolean, an option of a choice."""
    special = special_of(raw)
    if special is None and isinstance(raw, str) and _lacks(field, raw):
        special = Special.NONE
    if special is None or not isinstance(raw, str):
        return special
    if field.type is FieldType.BOOLEAN and special is Special.NONE:
        return None
    return None if _is_option(field, raw) else special


def _lacks(field: Field, raw: str) -> bool:
    """没有传真, 无邮箱: that there is none of what the label names, where no such words can be the answer."""
    if field.type not in _EXACT or len(raw) > 12:
        return False
    match = _NO_SUCH.fullmatch(folded(raw))
    return match is not None and match[1] in folded(field.label)


def _is_option(field: Field, text: str) -> bool:
    word = text.strip().rstrip("。")
    return any(word in (option.label, option.value, *option.also) for option in field.options)


def echo_with(kind: FieldKind, field: Field, value: Value) -> str:
    """How the assistant repeats a value; sensitive ones are masked."""
    if isinstance(value, Special):
        return SPECIAL_PRINTED[value]
    if field.sensitive and field.type in CELL_TYPES:
        return masked(field.type, kind.printed(field, value))
    return kind.echo(field, value)


def json_with(kind: FieldKind, field: Field, value: Value) -> Json:
    """The value as canonical JSON of an answers file."""
    return {SPECIAL_JSON[value]: True} if isinstance(value, Special) else kind.to_json(field, value)


def printed_with(kind: FieldKind, field: Field, value: Value) -> str:
    """The value as it stands in the document, without its unit; 无 and 不适用 as these words."""
    return SPECIAL_PRINTED[value] if isinstance(value, Special) else kind.printed(field, value)


def understand_cell(column: Field, raw: object) -> Understood | Slip:
    """One cell of a table or grid as a value of its column."""
    return understand_with(CELL_TYPES[column.type], column, raw)


def cell_json(column: Field, value: Value) -> Json:
    """The JSON of one cell."""
    return json_with(CELL_TYPES[column.type], column, value)


def cell_printed(column: Field, value: Value) -> str:
    """One cell as printed."""
    return printed_with(CELL_TYPES[column.type], column, value)


def cell_echo(column: Field, value: Value) -> str:
    """One cell as the assistant repeats it."""
    return echo_with(CELL_TYPES[column.type], column, value)


__all__ = [
    "CELL_TYPES",
    "Found",
    "cell_echo",
    "cell_json",
    "cell_printed",
    "echo_with",
    "json_with",
    "prepared",
    "printed_with",
    "understand_cell",
    "understand_with",
]
