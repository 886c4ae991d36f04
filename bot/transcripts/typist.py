"""A person who has all answers at hand and types them as people do, whatever is asked."""

from __future__ import annotations

from typing import Any

from bot.dialogue import messages as m
from forms.loader import Form
from forms.models import Field, FieldType


def typed(field: Field, value: Any) -> str:
    """A value of an answers file as somebody would type it."""
    if isinstance(value, dict) and set(value) in ({"none"}, {"not_applicable"}):
        return "无" if "none" in value else "不适用"
    if field.type is FieldType.BOOLEAN:
        return "是" if value else "否"
    if field.type is FieldType.CHOICE:
        return next((option.label for option in field.options if option.value == value), str(value))
    if field.type is FieldType.MULTICHOICE:
        return "、".join(str(place) for place, option in enumerate(field.options, 1) if option.value in value)
    if field.type in (FieldType.INTEGER, FieldType.NUMBER, FieldType.MONEY, FieldType.PERCENT):
        return f"{value}{field.unit}"
    return str(value)


def pasted(field: Field, value: Any) -> str:
    """A table or grid as it comes from a spreadsheet, with its header row."""
    columns = list(field.columns)
    header = "\t".join(column.label for column in columns)
    if field.type is FieldType.GRID:
        lines = [
            "\t".join([row.label, *(_cell(column, value[row.key]) for column in columns)])
            for row in field.rows
            if row.key in value
        ]
        return "\n".join(["\t" + header, *lines])
    return "\n".join([header, *("\t".join(_cell(column, row) for column in columns) for row in value)])


def _cell(column: Field, row: Any) -> str:
    return typed(column, row[column.key]) if row.get(column.key) is not None else ""


def reply_to(form: Form, answers: dict[str, Any], told: tuple[m.Reply, ...]) -> str | None:
    """What the person says to the last reply: the answer, yes to a doubt, 跳过 where there is none; None where nothing is asked."""
    last = told[-1]
    if isinstance(last, m.Doubted):
        return "确认无误"
    if isinstance(last, m.OfferProfile):
        return "逐项确认"
    if not isinstance(last, m.Ask):
        return None
    field = form.fields[last.field]
    value = answers.get(last.field)
    if value is None:
        return "跳过"
    if isinstance(value, list | dict) and field.type in (FieldType.TABLE, FieldType.GRID) and not _special(value):
        partly = last.rows_done > 0 or any(reply.kind == "recorded" and reply.field == last.field for reply in told)
        return "完成" if partly else pasted(field, value)
    return typed(field, value)


def _special(value: Any) -> bool:
    return isinstance(value, dict) and set(value) in ({"none"}, {"not_applicable"})
