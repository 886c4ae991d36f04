"""Fills an application in a browser as a person does: reads which field is asked, and enters it by mouse or by keyboard."""

from __future__ import annotations

import json
import re
from typing import Any

from forms.fields.registry import printed, understand
from forms.loader import Form
from forms.models import Field, FieldType, Slip
from programs.registry import PROGRAMS_DIR

SLUG = "changzhou-university"
ANSWERS: dict[str, Any] = json.loads(
    (PROGRAMS_DIR / SLUG / "checks" / "answers" / "full.json").read_text(encoding="utf-8")
)


def typed(field: Field, raw: Any) -> str:
    """An answer as a person types it."""
    understood = understand(field, raw)
    assert not isinstance(understood, Slip), (field.key, understood)
    return printed(field, understood.value)


def begin(page: Any, slug: str = SLUG) -> None:
    """Choose the programme and begin to fill."""
    page.goto("/")
    page.locator(f'a[href="/p/{slug}"]').click()
    page.get_by_role("button", name="进入这个项目").click()
    page.wait_for_url("**/filing")
    page.get_by_role("button", name="开始填表").first.click()
    page.wait_for_selector(".asked")


def begin_with_a_name(page: Any) -> None:
    """Begin to fill and tell the organisation's name: the address is asked next."""
    begin(page)
    page.locator("#ask-unit_name").fill("常州示例学院")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ask-unit_address")


def asked(page: Any) -> str | None:
    """Key of the field being asked, None when none is."""
    found = page.locator(".asked input[name=field]").first
    return found.get_attribute("value") if found.count() else None


def fill_all(page: Any, form: Form, *, keyboard: bool = False) -> list[str]:
    """Answer every question in order; the keys that were asked."""
    keys: list[str] = []
    while (key := asked(page)) is not None:
        assert key not in keys, f"{key} is asked again"
        keys.append(key)
        field = form.fields[key]
        if key in ANSWERS:
            (_by_keyboard if keyboard else _by_mouse)(page, field, ANSWERS[key])
        else:
            _press(page, f"skip:{key}", keyboard=keyboard)
        page.wait_for_selector(_ANSWERED.format(key=key), state="attached")
        if page.locator(".asked [role=alert]").count():
            confirm = page.locator(".asked button[name=confirmed]")
            assert confirm.count(), page.locator(".asked [role=alert]").inner_text()
            confirm.click()
            page.wait_for_selector(_ANSWERED.format(key=key), state="attached")
    return keys


_ANSWERED = '.composer:not(:has(.asked)), .asked:has([role=alert]), .asked:has(input[name=field]:not([value="{key}"]))'
"""The page after an answer: no question, another question, or why it was not taken."""


def _press(page: Any, code: str, *, keyboard: bool) -> None:
    button = page.locator(f'.asked button[value="{code}"]')
    if keyboard:
        button.focus()
        page.keyboard.press("Enter")
    else:
        button.click()


def _by_mouse(page: Any, field: Field, raw: Any) -> None:
    box = page.locator(f"#ask-form-{field.key}")
    if field.type is FieldType.GRID:
        for row, cells in raw.items():
            for column in field.columns:
                if column.key in cells:
                    box.locator(f'[name="{row}.{column.key}"]').fill(typed(column, cells[column.key]))
    elif field.type is FieldType.TABLE:
        while box.locator("tbody tr").count() < len(raw):
            before = box.locator("tbody tr").count()
            box.get_by_role("button", name="再加两行").click()
            page.wait_for_selector(f"#ask-form-{field.key} tbody tr:nth-child({before + 1})")
        for place, row in enumerate(raw):
            for column in field.columns:
                if row.get(column.key) is not None:
                    cell = box.locator(f'[name="{place}.{column.key}"]')
                    if column.options:
                        cell.select_option(str(row[column.key]))
                    else:
                        cell.fill(typed(column, row[column.key]))
    elif field.type in (FieldType.CHOICE, FieldType.BOOLEAN, FieldType.MULTICHOICE) and not isinstance(raw, dict):
        for value in raw if isinstance(raw, list) else [{True: "yes", False: "no"}.get(raw, raw)]:
            box.locator(f'input[value="{value}"]').check()
    else:
        box.locator("[name=value]").fill(typed(field, raw))
    box.get_by_role("button", name="确定", exact=True).last.click()


def _by_keyboard(page: Any, field: Field, raw: Any) -> None:
    """Only keys: the field that is asked has the focus already."""
    box = f"#ask-form-{field.key}"
    page.wait_for_function("box => document.activeElement?.closest(box)", arg=box)
    keys = page.keyboard
    if field.type is FieldType.GRID:
        for row in field.rows:
            for column in field.columns:
                keys.type(typed(column, raw[row.key][column.key]) if column.key in raw.get(row.key, {}) else "")
                keys.press("Tab")
        page.locator(f"{box} .send button").first.focus()
        keys.press("Enter")
    elif field.type is FieldType.TABLE:
        page.locator(box + " ~ details.bring summary").focus()
        keys.press("Enter")
        keys.press("Tab")
        lines = [
            "\t".join(typed(c, row[c.key]) if row.get(c.key) is not None else "" for c in field.columns) for row in raw
        ]
        page.keyboard.insert_text("\n".join(lines))
        keys.press("Control+Enter")
    elif field.type in (FieldType.CHOICE, FieldType.BOOLEAN, FieldType.MULTICHOICE) and not isinstance(raw, dict):
        wanted = raw if isinstance(raw, list) else [{True: "yes", False: "no"}.get(raw, raw)]
        options = [o.value for o in field.options] or ["yes", "no"]
        if field.type is FieldType.MULTICHOICE:
            for place, value in enumerate(options):
                if value in wanted:
                    keys.press("Space")
                if place < len(options) - 1:
                    keys.press("Tab")
        else:
            for _ in range(options.index(wanted[0])):
                keys.press("ArrowDown")
            keys.press("Space")
        keys.press("Enter")
    elif field.type is FieldType.PARAGRAPH:
        keys.insert_text(typed(field, raw))
        keys.press("Control+Enter")
    else:
        keys.insert_text(typed(field, raw))
        keys.press("Enter")


def text_of(data: bytes) -> list[str]:
    """Every paragraph and cell of a document, in order."""
    import io

    from docx import Document

    document = Document(io.BytesIO(data))
    return [
        re.sub(r"\s+", "", "".join(node.itertext())) for node in document.element.body.iter() if node.tag.endswith("}p")
    ]
