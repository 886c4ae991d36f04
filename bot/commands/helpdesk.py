"""`shenbao staff` and `shenbao gaps`: answers the helpdesk approved, and the questions that still have none."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.asking import Program
from bot.commands.output import emit, emit_all, plain, say
from bot.commands.reading import Json
from bot.texts import text
from programs.errors import BadFile

if TYPE_CHECKING:
    from knowledge.staff.models import StaffAnswer

_STATES = {"in_force": "helpdesk.in_force", "expired": "helpdesk.expired", "taken_back": "helpdesk.taken_back"}
STAFF = "服务台答复：批准后和指南一起回答问题，过了适用年度自动失效。"


def add(
    question: Annotated[str, typer.Argument(metavar="问题", help="有人问过的原话。")],
    answer: Annotated[str, typer.Argument(metavar="答复", help="答复全文；写 - 从标准输入读。")],
    program: Annotated[
        str | None, typer.Option("--program", metavar="项目", help="只适用这个项目；不写则适用全部项目，到当年年底。")
    ] = None,
    ask: Annotated[list[str] | None, typer.Option("--ask", metavar="问法", help="别的问法，可以写几次。")] = None,
    role: Annotated[str, typer.Option("--role", metavar="答复人", help="哪个岗位答复的，不写人名。")] = "项目服务台",
    expires: Annotated[
        str | None, typer.Option("--expires", metavar="日期", help="有效到哪天，如 2030-06-30。")
    ] = None,
    clause: Annotated[str, typer.Option("--clause", metavar="条款", help="说明的是哪一条。")] = "",
    id: Annotated[str, typer.Option("--id", metavar="编号", help="不写则新编一个；写已有的编号就是改那一条。")] = "",
    as_json: Json = False,
) -> None:
    """批准一条服务台答复，正在运行的服务马上用上。"""
    import sys

    from bot.assembly import build, today
    from knowledge.staff.entry import taken_in

    assembly = build()
    new = taken_in(
        assembly.packs,
        id=id or f"{today():%Y%m%d}-{secrets.token_hex(3)}",
        program=program,
        question=question,
        text=sys.stdin.read() if answer == "-" else answer,
        role=role,
        approved=today(),
        asks=ask or (),
        expires=_day(expires) if expires else None,
        clause=clause,
    )
    fresh = assembly.handbook.put_staff_answer(new)
    if as_json:
        emit({**record(new), "new": fresh})
    else:
        say(text("helpdesk.added" if fresh else "helpdesk.changed", id=new.id, scope=_scope(new)))


def list_(
    program: Program = None,
    every: Annotated[bool, typer.Option("--all", help="连已撤回的、过期的一起列。")] = False,
    as_json: Json = False,
) -> None:
    """列出服务台答复。"""
    from bot.assembly import build

    assembly = build()
    slug = assembly.pack(program).slug if program else None
    shown = [one for one in assembly.handbook.staff_answers() if slug is None or one.program in (slug, "")]
    rows = [(one, _state(assembly, one)) for one in shown]
    rows = [(one, state) for one, state in rows if every or state == "in_force"]
    if as_json:
        emit_all({**record(one), "state": state} for one, state in rows)
        return
    for one, state in rows:
        say(text("helpdesk.line", id=one.id, scope=_scope(one), state=text(_STATES[state]), question=one.question))
        say(text("helpdesk.line_text", text=one.text))
    if not rows:
        say(text("helpdesk.none"))


def withdraw(
    id: Annotated[str, typer.Argument(metavar="编号", help="shenbao staff list 里的编号。")],
    as_json: Json = False,
) -> None:
    """撤回一条服务台答复，马上不再使用。"""
    from bot.assembly import build, today

    if not build().handbook.withdraw_staff_answer(id, today()):
        raise BadFile(f"没有编号“{id[:40]}”的有效答复。", where="编号", mend="用 shenbao staff list 看编号。")
    if as_json:
        emit({"id": id, "withdrawn": today()})
    else:
        say(text("helpdesk.withdrawn", id=id))


def gaps(
    program: Program = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3660, metavar="天数", help="看最近多少天。")] = 90,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="条数", help="最多列几条。")] = 50,
    as_json: Json = False,
) -> None:
    """没答上的问题，问得多的在前：该补服务台答复或问法的地方。"""
    from bot.assembly import build, today
    from knowledge.gaps import grouped

    assembly = build()
    slug = assembly.pack(program).slug if program else None
    since = today() - timedelta(days=days - 1)
    found = [one for one in assembly.handbook.gaps(since) if slug is None or one.gap.program == slug]
    groups = grouped(found)[:limit]
    if as_json:
        emit_all({**plain(group), "program": group.program or None, "topic": group.topic or None} for group in groups)
        return
    say(text("helpdesk.gaps_head" if groups else "helpdesk.gaps_none", days=days))
    for group in groups:
        names = assembly.packs[group.program].manifest.short_name if group.program in assembly.packs else group.program
        where = names or text("helpdesk.gap_every")
        say(text("helpdesk.gap", count=group.count, program=where, question=group.question))
        if group.others:
            say(text("helpdesk.gap_others", others="；".join(group.others)))


def record(answer: StaffAnswer) -> dict[str, Any]:
    """One object of `shenbao staff list --json`; `program` is null when it holds for all."""
    return {**answer.model_dump(mode="json"), "program": answer.program or None, "clause": answer.clause or None}


def _state(assembly: Any, answer: StaffAnswer) -> str:
    from bot.assembly import today
    from knowledge.staff.models import in_force

    if answer.withdrawn is not None:
        return "taken_back"
    packs = [pack for pack in assembly.packs.values() if answer.program in (pack.slug, "")]
    return "in_force" if any(in_force(answer, pack.manifest, today()) for pack in packs) else "expired"


def _scope(answer: StaffAnswer) -> str:
    return text("helpdesk.of_program", program=answer.program) if answer.program else text("helpdesk.of_all")


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise BadFile(f"“{written[:20]}”不是日期。", where="--expires", mend="写成 2030-06-30 这样。") from None
