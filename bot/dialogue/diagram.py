"""Draws the transition table: `python -m bot.dialogue.transitions` prints docs/dialogue.md."""

from __future__ import annotations

from collections import defaultdict

from bot.dialogue.models import Stage
from bot.dialogue.transitions import ROWS, Row

_NAMES = {
    Stage.START: "开始",
    Stage.CHOOSING: "选项目",
    Stage.MATCHING: "能报哪个",
    Stage.HOME: "项目主页",
    Stage.ASKING: "问问题",
    Stage.ELIGIBILITY: "查资格",
    Stage.FILLING: "填表",
    Stage.EDITING: "改一项",
    Stage.REVIEW: "复核",
    Stage.PROPOSING: "核对识别结果",
    Stage.RESTARTING: "确认重来",
}


def document() -> str:
    """The whole of docs/dialogue.md: the diagram, and the table row by row."""
    lines = [
        "# 对话的各个阶段",
        "",
        "由转移表生成（`python -m bot.dialogue.transitions`），勿手改。从任何阶段都能做的事只画一次，在“任何阶段”一框里；",
        "原地不动的不画。问题在任何一栏都可以问，答完回到同一栏，阶段不变。",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *(f'    state "{name}" as {stage.value}' for stage, name in _NAMES.items()),
        '    state "任何阶段" as anywhere',
        "    [*] --> start",
        *_edges(),
        "```",
        "",
        "| 阶段 | 意图 | 处理 | 可能到达 |",
        "|---|---|---|---|",
        *(_line(row) for row in ROWS),
        "",
    ]
    return "\n".join(lines)


def _edges() -> list[str]:
    drawn: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in ROWS:
        anywhere = row.stages == frozenset(Stage)
        for target in sorted(row.leads) if len(row.leads) <= 4 else ():
            for source in ["anywhere"] if anywhere else sorted(row.stages - {target}):
                drawn[str(source), target.value].append(row.intention.value)
    return [f"    {a} --> {b}: {', '.join(dict.fromkeys(words))}" for (a, b), words in drawn.items()]


def _line(row: Row) -> str:
    everywhere = row.stages == frozenset(Stage)
    stages = "全部" if everywhere else "、".join(_NAMES[stage] for stage in Stage if stage in row.stages)
    handler = getattr(row.handler, "__wrapped__", row.handler)
    where = f"`{handler.__module__.rpartition('.')[2]}.{handler.__name__}`"
    leads = "（不动）" if not row.leads else "、".join(_NAMES[stage] for stage in Stage if stage in row.leads)
    return f"| {stages} | `{row.intention.value}` | {where} | {leads} |"
