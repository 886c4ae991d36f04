"""`shenbao check-programs`, `doctor`, `backup`, `new-program`: keeping the folders and the installation sound."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.output import EXIT_BAD_INPUT, emit, emit_all, say
from bot.commands.reading import Json
from programs.errors import BadFile

if TYPE_CHECKING:
    from bot.settings import Settings


def check_programs(
    slug: Annotated[str | None, typer.Argument(metavar="项目", help="只检查一个；不写则全部检查。")] = None,
    as_json: Json = False,
) -> None:
    """检查项目文件夹：条款、原文、门槛、锚点、案例，一次列出全部问题。"""
    from bot.assembly import build
    from bot.checks import check_all

    assembly = build()
    folders = [assembly.pack(slug).root] if slug else None
    faults = list(check_all(assembly.settings.programs_dir, folders))
    if as_json:
        emit_all({"where": fault.where, "message": fault.message, "mend": fault.mend} for fault in faults)
    else:
        for fault in faults:
            say(str(fault))
        say(f"发现{len(faults)}个问题。" if faults else "全部项目文件夹检查通过。")
    if faults:
        raise typer.Exit(EXIT_BAD_INPUT)


def doctor(as_json: Json = False) -> None:
    """看看这套安装里什么能用、什么缺了。"""
    from bot.doctor import examine

    points = examine()
    if as_json:
        emit({"ok": all(point.ok for point in points if point.needed), "points": points})
    else:
        for point in points:
            mark = "✓" if point.ok else ("✗" if point.needed else "–")
            say(f"{mark} {point.name}：{point.said}")
    if any(point.needed and not point.ok for point in points):
        raise typer.Exit(EXIT_BAD_INPUT)


def backup(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="备份放到哪里，要还没有。")],
    as_json: Json = False,
) -> None:
    """备份对话、答案和文件；服务开着也能做。用 PostgreSQL 时告诉您还要运行什么。"""
    from bot.settings import Settings
    from bot.storage.backup import backup_all

    settings = Settings()
    made = backup_all(settings.data_dir, folder, url=settings.database_url.get_secret_value())
    if as_json:
        emit(
            {"folder": made.folder, "databases": made.databases, "files": made.files, "size": made.size}
            | ({"command": made.command} if made.command else {})
        )
        return
    held = "、".join((*made.databases, f"{made.files}个文件"))
    say(f"已备份到 {made.folder}：{held}，共 {made.size:,} 字节，已核对完整。")
    if made.command:
        say(f"对话和答案在 PostgreSQL 里，请另外运行（密码放在 PGPASSWORD 或 ~/.pgpass）：\n  {made.command}")


def new_program(
    slug: Annotated[str, typer.Argument(metavar="代号", help="小写字母和连字符，如 shenzhen-university。")],
) -> None:
    """照模板新建一个项目文件夹。"""
    import re

    from bot.settings import Settings

    programs_dir = Settings().programs_dir
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug):
        raise BadFile(
            f"代号“{slug}”不行。", where="代号", mend="只用小写字母，词之间用连字符，如 shenzhen-university。"
        )
    target = programs_dir / slug
    if target.exists():
        raise BadFile("这个文件夹已经有了。", where=str(target), mend="换个代号，或直接修改它。")
    shutil.copytree(programs_dir / "_template", target)
    manifest = target / "program.yaml"
    manifest.write_text(
        re.sub(r"(?m)^slug: .*$", f"slug: {slug}", manifest.read_text(encoding="utf-8")), encoding="utf-8"
    )
    say(f"已建好：{target}。接下来按 docs/authoring.md 改里面的文件，再运行 make check-programs。")


def draft_program(
    guide: Annotated[Path, typer.Argument(metavar="指南", help="官方指南，.docx 或 .txt。")],
    form: Annotated[Path | None, typer.Argument(metavar="申报书", help="官方空白表，.docx。")] = None,
    slug: Annotated[str, typer.Option("--slug", metavar="代号", help="新文件夹的代号，如 shenzhen-university。")] = "",
) -> None:
    """从指南和空白表起草一个项目文件夹，拿不准的都标“待确认”。"""
    from bot.drafting.writing import draft
    from bot.settings import Settings

    settings = Settings()
    folder = draft(guide, form, slug, settings.programs_dir)
    if settings.llm_model:
        say(_proposed(folder, settings))
    else:
        say(
            f"没有配置语言模型：phrases.yaml 的问法请人写；或设好 SHENBAO_LLM_MODEL 后运行 shenbao propose-phrases {slug}。"
        )
    say(f"已起草：{folder}。运行 shenbao check-programs {slug} 看还有什么待确认。")


def propose_phrases(
    slug: Annotated[str, typer.Argument(metavar="项目", help="项目代号；它的 phrases.yaml 里还没有问法。")],
) -> None:
    """请语言模型为每条条文提出人们会怎么问，写进 phrases.yaml，标明待人核对。"""
    from bot.settings import Settings
    from programs.registry import discover, find

    settings = Settings()
    if not settings.llm_model:
        raise BadFile(
            "没有配置语言模型。",
            where="SHENBAO_LLM_MODEL",
            mend="设好模型再来；或照 docs/authoring.md 第6节自己写问法。",
        )
    say(_proposed(find(slug, discover(settings.programs_dir)).root, settings))


def _proposed(folder: Path, settings: Settings) -> str:
    """Ask the configured model for the ways to ask; what came of it, in a sentence."""
    from bot.drafting.proposing import propose_phrases
    from knowledge.language_model import CarefulModel, ChatModel

    def progress(done: int, of: int) -> None:
        typer.echo(f"\r提问法 {done}/{of}", err=True, nl=done == of)

    key = settings.llm_api_key.get_secret_value()
    chat = ChatModel(settings.llm_model, settings.llm_base_url, key, timeout=30.0, max_tokens=800)
    model = CarefulModel(chat, deadline=30.0, per_user_and_day=10_000)
    made = propose_phrases(folder, model, settings.llm_model, progress)
    if not made.clauses:
        return "语言模型没有给出能用的问法，phrases.yaml 没有改；检查模型地址和密钥，再运行 shenbao propose-phrases。"
    rest = f"；{len(made.without)}条没有，请人补写" if made.without else ""
    return f"语言模型为{made.clauses}条条文提了{made.asks}个问法{rest}。都标了待确认，逐条核对后才算数。"
