"""Guesses the fields of a form from its tables and lines: what a label asks, of which type, and how to find its place again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from forms.docx_map import Cell, DocumentMap, Table
from forms.docx_text import fold, is_blank

_BOX = re.compile(r"[□☐]\s*([^□☐\s]+)|([^□☐\s]+)\s*[□☐]")
_HINT = re.compile(r"^（[^（）]{4,}）$")
_LINE_LABEL = re.compile(r"([\u4e00-\u9fffA-Za-z/（）()]{2,16})[:：]\s*(?=[\s_＿]*$|[\s_＿]{2,})")
_YEAR = re.compile(r"^(?:19|20)\d{2}$|^合\s*计$")
_SIGNED = re.compile(r"签字|签章|盖章|公章|签名|受理号|项目编号|意见|^日期$")
_TYPES: tuple[tuple[re.Pattern[str], dict[str, Any]], ...] = (
    (re.compile(r"身份证"), {"type": "id_number", "sensitive": True}),
    (re.compile(r"统一社会信用代码"), {"type": "credit_code"}),
    (re.compile(r"手\s*机"), {"type": "phone", "sensitive": True}),
    (re.compile(r"电话|传真"), {"type": "phone"}),
    (re.compile(r"邮编|邮政编码"), {"type": "postcode"}),
    (re.compile(r"邮箱|E-?mail", re.IGNORECASE), {"type": "email"}),
    (re.compile(r"账号"), {"type": "bank_account", "sensitive": True}),
    (re.compile(r"专利号"), {"type": "patent_number"}),
    (re.compile(r"[（(]((?:亿|万)?元)[）)]"), {"type": "money"}),
    (re.compile(r"[（(]([%％])[）)]|比重|占比|增幅"), {"type": "percent", "unit": "%"}),
    (re.compile(r"[（(]([件家人项条个名])[）)]"), {"type": "integer", "min": 0}),
    (re.compile(r"人数|总数|数量|件数"), {"type": "integer", "min": 0}),
    (re.compile(r"日期|时间"), {"type": "date"}),
    (re.compile(r"年份"), {"type": "year"}),
)
_SHARED = {
    "单位名称": "unit_name", "申报单位": "unit_name", "统一社会信用代码": "credit_code", "单位地址": "unit_address",
    "通讯地址": "contact_address", "通信地址": "postal_address", "法定代表人": "legal_representative",
    "联系电话": "unit_phone", "项目负责人": "leader_name", "项目联系人": "contact_name", "开户银行": "bank_name", "银行账号": "bank_account",
}  # fmt: skip


@dataclass
class Guess:
    """A field as the form suggests it, and its place; no field of its own where the form prints one asked before."""

    field: dict[str, Any] | None
    place: dict[str, Any]


@dataclass
class Guesses:
    """Everything the form suggests, in printed order."""

    fields: list[Guess] = field(default_factory=list)
    blanks: list[dict[str, Any]] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)


def guess(page: DocumentMap) -> Guesses:
    """Fields, blank places and labels of a form."""
    found = Guesses()
    used: Counter[str] = Counter()
    taken: set[int] = set()
    for line in page.lines:
        if line.cell is None:
            for match in _LINE_LABEL.finditer(line.text):
                _add(found, used, match.group(1), _anchor(line.section, match.group(1)), "line", {})
    for table in page.tables:
        for cell in table.cells:
            if id(cell) not in taken:
                _read_cell(found, used, table, cell, taken)
    return found


def _read_cell(found: Guesses, used: Counter[str], table: Table, cell: Cell, taken: set[int]) -> None:
    label = cell.text.strip()
    if is_blank(label):
        return
    found.labels.append(re.sub(r"\s+", "", label))
    if header := _header_row(table, cell):
        _read_header(found, used, table, header, taken)
        return
    if _HINT.match(fold(label).replace("(", "（").replace(")", "）")) and not _boxes(label):
        _add(
            found,
            used,
            _left_label(table, cell),
            _anchor(cell.section, label[:12]),
            "here",
            {"type": "paragraph", "help": label},
        )
        return
    right = table.at(cell.row, cell.column + cell.colspan)
    if right is None or right.row != cell.row:
        return
    boxes = _boxes(right.text)
    if boxes:
        _add(found, used, label, _anchor(cell.section, label), "tick", _choice(boxes))
        taken.add(id(right))
    elif is_blank(right.text):
        _add(found, used, label, _anchor(cell.section, label), "right", {})


def _header_row(table: Table, cell: Cell) -> list[Cell]:
    """The cells of a header row that begins at `cell`: at least two labels side by side over blank cells."""
    row = [table.grid[cell.row][place] for place in sorted(table.grid[cell.row]) if place >= cell.column]
    cells = list({id(item): item for item in row}.values())
    if len(cells) < 2 or any(is_blank(item.text) or item.row != cell.row for item in cells):
        return []
    under = [table.at(item.row + item.rowspan, item.column) for item in cells]
    if any(item is None or item.column != above.column for item, above in zip(under, cells, strict=True)):
        return []
    blank = [item is not None and is_blank(item.text) for item in under]
    first = under[0]
    return cells if all(blank[1:]) and (blank[0] or (first is not None and _YEAR.match(fold(first.text)))) else []


def _read_header(found: Guesses, used: Counter[str], table: Table, header: list[Cell], taken: set[int]) -> None:
    for cell in header:
        taken.add(id(cell))
        found.labels.append(re.sub(r"\s+", "", cell.text))
    first = header[0]
    under = table.at(first.row + first.rowspan, first.column)
    years: list[str] = []
    row = first.row + first.rowspan
    while (item := table.at(row, first.column)) is not None and item.column == first.column:
        taken.add(id(item))
        if _YEAR.match(fold(item.text)):
            years.append(fold(item.text))
        elif not is_blank(item.text):
            break
        row += item.rowspan
    columns = [_column(number, cell) for number, cell in enumerate(header)]
    caption = _left_label(table, first) or columns[0]["label"]
    place: dict[str, Any]
    if years and under is not None and not is_blank(under.text):
        rows = [{"key": year, "label": year} for year in years if year != "合计"]
        shape: dict[str, Any] = {
            "type": "grid",
            "columns": columns[1:],
            "rows": rows,
            "total": "合计" if "合计" in years else "",
        }
        place = {
            "rows": {year["key"]: year["label"] for year in rows},
            "columns": {c["key"]: c["label"] for c in columns[1:]},
        }
        if shape["total"]:
            place["total"] = "合计"
        _add(found, used, caption, _anchor(first.section, caption), "grid", shape, place)
        return
    numbered = columns[0]["label"] in ("序号", "编号")
    shown = columns[1:] if numbered else columns
    place = {"columns": {column["key"]: column["label"] for column in shown}}
    if numbered:
        place["number"] = columns[0]["label"]
    _add(
        found,
        used,
        caption,
        _anchor(first.section, columns[0]["label"]),
        "rows",
        {"type": "table", "columns": shown},
        place,
    )


def _column(number: int, cell: Cell) -> dict[str, Any]:
    label = re.sub(r"\s+", "", cell.text)
    return {"key": f"column_{number}", "label": label, **_type_of(label)}


def _add(
    found: Guesses,
    used: Counter[str],
    label: str,
    anchor: dict[str, Any],
    where: str,
    shape: dict[str, Any],
    place: dict[str, Any] | None = None,
) -> None:
    label = re.sub(r"\s+", "", label) or "（未命名）"
    spot_name = f"{anchor.get('section', '')}|{anchor['label']}"
    used[spot_name] += 1
    if where != "grid":
        anchor["occurrence"] = used[spot_name]
    if _SIGNED.search(label):
        found.blanks.append({"at": anchor, "why": "签字、盖章或由别人填写，待确认"})
        return
    shared = _SHARED.get(label)
    key = shared or f"field_{len(found.fields) + 1:03d}"
    described: dict[str, Any] | None = {"key": key, "label": label, **(shape or _type_of(label))}
    if shared:
        described = None if any(item.place["field"] == shared for item in found.fields) else {"use": shared}
    kinds = {"line": "line", "tick": "tick", "grid": "grid", "rows": "rows"}
    spot: dict[str, Any] = {"kind": kinds.get(where, "cell"), "field": key, "at": anchor, **(place or {})}
    if spot["kind"] == "cell" and where != "right":
        spot["where"] = where
    if where == "tick":
        options = shape.get("options")
        spot["options"] = (
            {option["value"]: option["label"] for option in options} if options else {"yes": "是", "no": "否"}
        )
    found.fields.append(Guess(described, spot))


def _type_of(label: str) -> dict[str, Any]:
    for pattern, shape in _TYPES:
        if match := pattern.search(fold(label)):
            unit = match.group(1) if pattern.groups and match.group(1) else ""
            return {**shape, **({"unit": unit} if unit and "unit" not in shape else {})}
    return {"type": "text"}


def _boxes(text: str) -> list[str]:
    return [first or second for first, second in _BOX.findall(text)]


def _choice(boxes: list[str]) -> dict[str, Any]:
    if set(boxes) == {"是", "否"}:
        return {"type": "boolean"}
    return {"type": "choice", "options": [{"value": f"option_{n}", "label": box} for n, box in enumerate(boxes, 1)]}


def _left_label(table: Table, cell: Cell) -> str:
    """The printed cell to the left, or above when nothing is there."""
    for place in range(cell.column - 1, -1, -1):
        left = table.at(cell.row, place)
        if left is not None and not is_blank(left.text):
            return re.sub(r"\s+", "", left.text)
    above = table.at(cell.row - 1, cell.column)
    return re.sub(r"\s+", "", above.text) if above is not None else ""


def _anchor(section: str, label: str) -> dict[str, Any]:
    anchor: dict[str, Any] = {"label": re.sub(r"\s+", "", label)}
    if section:
        anchor["section"] = section
    return anchor


def anchors_of(found: Guesses) -> Iterator[dict[str, Any]]:
    """Every anchor of the guesses."""
    yield from (item.place["at"] for item in found.fields)
    yield from (blank["at"] for blank in found.blanks)
