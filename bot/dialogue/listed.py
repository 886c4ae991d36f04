"""Answers that stand in a spreadsheet as offices keep them: what it is called in one column, what it says in the next.

The cells become the text that pasting them would have given, so that the same names are recognised in the same way. What
belongs to the sheet and not to the facts is left out: a running number in front, a line of headings such as 项目 and 内容.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forms.models import Field
from forms.recognising import FEWEST_LABELS, Recognised, recognise

MOST_CELLS = 5
"""Filled cells of a row of facts: a number, a name, what it says, its unit, a note; wider rows are a table."""
_NUMBER = frozenset(["序号", "编号", "行号", "no", "no.", "序"])
_NAMES = frozenset(
    [
        "项目",
        "栏目",
        "名称",
        "指标",
        "字段",
        "事项",
        "要素",
        "内容项",
        "信息项",
        "项",
        "栏目名称",
        "指标名称",
        "项目名称",
        "填报项目",
    ]
)
_SAID = frozenset(
    [
        "内容",
        "填写内容",
        "填报内容",
        "数据",
        "值",
        "信息",
        "数值",
        "填写",
        "答案",
        "具体内容",
        "情况",
        "填报数据",
        "结果",
    ]
)


def facts_in(lines: Sequence[Sequence[str]], fields: Mapping[str, Field], asked: str = "") -> Recognised | None:
    """What the rows say of `fields` by their names; None where they are rows of a table and not a list of facts.

    `asked` is the table being asked, which goes before anything that only resembles a fact.
    """
    rows = _facts(lines)
    if not rows or max(map(len, rows)) > MOST_CELLS:
        return None
    found = recognise("\n".join("\t".join(row) for row in rows), fields)
    others = [one for one in found.read if one.key != asked]
    if not found.is_block or len(others) < (FEWEST_LABELS if asked else 1) or found.labels * 2 < len(rows):
        return None
    return found


def _facts(lines: Sequence[Sequence[str]]) -> list[list[str]]:
    """The filled cells of each row, without headings and without running numbers."""
    rows = [[cell.strip().replace("\t", " ") for cell in line] for line in lines]
    rows = [row for row in rows if any(row)]
    if rows and _is_heading(rows[0]):
        rows = rows[1:]
    if rows and all(not row[0] or row[0].isdigit() for row in rows):
        rows = [row[1:] for row in rows]
    return [filled for row in rows if (filled := [cell for cell in row if cell])]


def _is_heading(row: Sequence[str]) -> bool:
    words = [cell.lower() for cell in row if cell and cell.lower() not in _NUMBER]
    return len(words) >= 2 and words[0] in _NAMES and words[1] in _SAID
