"""Defects any form can have: something required missing, text too long, a grid half filled, values that look wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from forms.defects import Defect, Severity
from forms.fields.grids import open_cells
from forms.fields.registry import to_json, understand
from forms.loader import Form
from forms.models import Field, FieldType, Understood
from forms.progress import State, applicable, state
from programs.values import Answers, Special
from programs.wordcount import count_characters

_IDENTIFIERS = frozenset(
    {
        FieldType.CREDIT_CODE,
        FieldType.ID_NUMBER,
        FieldType.PATENT_NUMBER,
        FieldType.PHONE,
        FieldType.EMAIL,
        FieldType.POSTCODE,
    }
)


def general_defects(form: Form, answers: Answers) -> Iterator[Defect]:
    """The general defects of active answers, in asking order."""
    strict = form.file is not None and form.file.none_when_empty
    for field in applicable(form, answers):
        found = state(field, answers)
        if found is State.OPEN:
            yield from _missing(form, field, strict=strict)
            continue
        if found is State.PARTIAL:
            yield _partial(field, answers, strict=strict)
        for path, column, value, where in _cells(field, answers[field.key]):
            yield from _of_value(path, field, column, value, where)
        yield from _incomplete_rows(form, field, answers[field.key], strict=strict)


def _missing(form: Form, field: Field, *, strict: bool) -> Iterator[Defect]:
    if field.required:
        message = f"“{field.label}”必填，还没有填。"
        yield Defect("required.missing", Severity.ERROR, field.key, field.clause, message)
    elif strict and field.key in form.printed_keys:
        message = f"“{field.label}”空着，本表各栏不得空缺，没有的请填“无”。"
        yield Defect("blank.none_needed", Severity.ERROR, field.key, field.clause, message)


def _partial(field: Field, answers: Answers, *, strict: bool) -> Defect:
    missing = open_cells(field, answers[field.key])
    shown = "、".join(f"{row}的{column}" for row, column in missing[:3]) + ("等" if len(missing) > 3 else "")
    message = f"“{field.label}”还有{len(missing)}格没填（{shown}），合计算不出来。"
    if strict:
        message = f"“{field.label}”还有{len(missing)}格没填（{shown}），本表各栏不得空缺，没有的请填“无”。"
        return Defect("blank.none_needed", Severity.ERROR, field.key, field.clause, message)
    return Defect("grid.partial", Severity.WARNING, field.key, field.clause, message)


def _cells(field: Field, value: object) -> Iterator[tuple[str, Field, object, str]]:
    """(path, field that reads it, value, where) of an answer, or of every known cell of a table or grid."""
    if field.type is FieldType.TABLE and isinstance(value, tuple):
        for place, row in enumerate(value, 1):
            for column in field.columns:
                if isinstance(row, Mapping) and column.key in row:
                    yield field.key, column, row[column.key], f"第{place}行"
    elif field.type is FieldType.GRID and isinstance(value, Mapping):
        for grid_row in field.rows:
            cells = value.get(grid_row.key, {})
            for column in field.columns:
                if column.key in cells:
                    path = f"{field.key}.{grid_row.key}.{column.key}"
                    yield path, column, cells[column.key], f"“{grid_row.label}”行"
    else:
        yield field.key, field, value, ""


def _of_value(path: str, field: Field, column: Field, value: object, where: str) -> Iterator[Defect]:
    """Too long, or possible but unlikely (a check digit that does not fit, an amount in what looks like the wrong unit)."""
    if isinstance(value, Special):
        return
    label = f"“{field.label}”{where}“{column.label}”" if where else f"“{field.label}”"
    if column.max_chars is not None and isinstance(value, str):
        count = count_characters(value)
        if count > column.max_chars:
            message = f"{label}有{count}字，超过{column.max_chars}字的限制，请删去{count - column.max_chars}字。"
            yield Defect("text.too_long", Severity.ERROR, path, field.clause, message)
        return
    understood = understand(column, to_json(column, value))  # type: ignore[arg-type]  # a value of this column
    if isinstance(understood, Understood) and understood.doubt:
        code = "identifier.doubtful" if column.type in _IDENTIFIERS else "value.unlikely"
        yield Defect(code, Severity.WARNING, path, field.clause, f"{label}：{understood.doubt}")


def _incomplete_rows(form: Form, field: Field, value: object, *, strict: bool) -> Iterator[Defect]:
    """Rows of a table that lack a column they must have: required ones, or all of them where nothing may stay empty."""
    if field.type is not FieldType.TABLE or not isinstance(value, tuple):
        return
    for place, row in enumerate(value, 1):
        lacking = [
            c.label for c in field.columns if (c.required or strict) and isinstance(row, Mapping) and c.key not in row
        ]
        if lacking:
            message = f"“{field.label}”第{place}行缺少{'、'.join(lacking)}。" + ("没有的请填“无”。" if strict else "")
            code = "blank.none_needed" if strict else "row.incomplete"
            yield Defect(code, Severity.ERROR, field.key, field.clause, message)
