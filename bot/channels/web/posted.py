"""What a form that was sent says about a field, as text or plain JSON for the dialogue to judge. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData, UploadFile

from forms.models import Field, FieldType

KEEP = object()
"""A sensitive value that was left as it is."""


@dataclass(frozen=True)
class Posted:
    """The text fields of a form; files are taken apart from them."""

    values: Mapping[str, list[str]]
    files: Mapping[str, UploadFile]

    @classmethod
    def of(cls, form: FormData) -> Posted:
        """The form's parts by name."""
        values: dict[str, list[str]] = {}
        files: dict[str, UploadFile] = {}
        for name, value in form.multi_items():
            if isinstance(value, str):
                values.setdefault(name, []).append(value.replace("\r\n", "\n"))
            else:
                files[name] = value
        return cls(values, files)

    def get(self, name: str, default: str = "") -> str:
        """The last value of that name."""
        return self.values.get(name, [default])[-1]


def raw_of(field: Field, posted: Posted) -> Any:
    """What was entered: text, JSON, None for an emptied field, `KEEP` for a sensitive one left empty."""
    if special := posted.get("special"):
        return {special: True} if special in ("none", "not_applicable") else None
    if field.type is FieldType.GRID:
        return _grid(field, posted)
    if field.type is FieldType.TABLE:
        rows = rows_of(field, posted)
        return rows if any(not is_empty(row) for row in rows) else None
    if field.type is FieldType.MULTICHOICE:
        return [value for value in posted.values.get("value", []) if value] or None
    value = posted.get("value")
    if field.type is FieldType.BOOLEAN:
        return {"yes": True, "no": False}.get(value)
    if not value.strip():
        return KEEP if field.sensitive else None
    return value


def rows_of(field: Field, posted: Posted) -> list[dict[str, Any]]:
    """The rows of a table as they stood on the page, empty ones too."""
    return [{c.key: _cell(c, posted.get(f"{place}.{c.key}")) for c in field.columns} for place in _places(posted)]


def ids_of_rows(posted: Posted) -> tuple[str, ...]:
    """The identities that the page gave to the rows, empty for new ones."""
    return tuple(posted.get(f"{place}.id")[:40] for place in _places(posted))


def base_of(posted: Posted) -> tuple[str, ...]:
    """The identities of the rows that the page showed first."""
    return tuple(one[:40] for one in posted.get("base").split(",") if one)


def is_empty(row: dict[str, Any]) -> bool:
    """Whether nothing stands in a row."""
    return all(value in ("", None) for value in row.values())


def _places(posted: Posted) -> list[int]:
    return sorted({int(place) for name in posted.values if (place := name.partition(".")[0]).isdigit()})


def _grid(field: Field, posted: Posted) -> dict[str, dict[str, Any]] | None:
    cells = {row.key: {c.key: _cell(c, posted.get(f"{row.key}.{c.key}")) for c in field.columns} for row in field.rows}
    filled = any(value not in ("", None) for line in cells.values() for value in line.values())
    return cells if filled else None


def _cell(column: Field, text: str) -> Any:
    if column.type is FieldType.BOOLEAN:
        return {"yes": True, "no": False}.get(text)
    return text.strip()
