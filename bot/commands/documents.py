"""`shenbao fill`, `checklist` and `bind`: the application document, the sheet that goes with it, the authority's own blank."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.judging import AnswersFile
from bot.commands.output import EXIT_BAD_INPUT, EXIT_USAGE, emit, plain, say
from bot.commands.reading import Json, Slug
from programs.errors import BadFile
from programs.models import FormOrigin, Status

Out = Annotated[Path, typer.Option("-o", "--out", metavar="文件.docx", help="写到哪里。")]


def fill(slug: Slug, answers: AnswersFile, out: Out, as_json: Json = False) -> None:
    """把答案填进申报书，写成Word文件；没填完也可以。写完会重新打开逐项核对。"""
    from bot.assembly import build
    from forms.answers import load_answers, read_answers
    from forms.document import fill as fill_document

    assembly = build()
    form, blank = assembly.form(slug), assembly.blank(slug)
    values = read_answers(form, load_answers(answers))
    _writable(out)
    result = fill_document(form, values, out, blank=blank)
    if as_json:
        emit(
            {
                "file": str(result.file),
                "form": FormOrigin.OFFICIAL if blank else form.pack.manifest.form,
                "filled": result.filled,
                "blank": list(result.blank),
                "warnings": list(result.warnings),
                "read_back": "ok",
            }
        )
        return
    say(f"已写好：{result.file}（填了{result.filled}项，空着{len(result.blank)}项，已逐项核对）")
    say("用的是本机换上的官方空白表。" if blank else form.pack.manifest.form_note)
    if form.pack.manifest.status is not Status.OPEN:
        say(f"{form.pack.manifest.status_note}本文件仅供参考。")
    for warning in result.warnings:
        say(f"提醒：{warning}")


def _writable(out: Path) -> None:
    if out.suffix.lower() != ".docx":
        raise BadFile(f"输出文件应是.docx，您写的是“{out.name}”。", where=str(out), mend=f"改成 {out.stem}.docx。")
    if not out.parent.is_dir():
        raise BadFile("输出的文件夹不存在。", where=str(out.parent), mend="先建好这个文件夹。")


def checklist(
    slug: Slug,
    out: Annotated[Path | None, typer.Option("-o", "--out", metavar="文件.docx", help="写成Word文件。")] = None,
    as_json: Json = False,
) -> None:
    """材料与签章清单：交什么、印几份、交到哪里、哪里签字盖章，都用指南原话。"""
    from bot.assembly import build
    from forms.sheets import as_text, sheet_of, write_sheet

    form = build().form(slug)
    sheet = sheet_of(form)
    if out is not None:
        _writable(out)
        write_sheet(form, out)
    if as_json:
        emit(plain(sheet) | {"program": slug, "file": str(out) if out else None})
    elif out is not None:
        say(f"已写好：{out}")
    else:
        say(as_text(sheet))


def bind(
    slug: Slug,
    blank: Annotated[Path | None, typer.Argument(metavar="空白表.docx", help="从主管部门拿到的官方空白表。")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="改回随程序带的空白表。")] = False,
    as_json: Json = False,
) -> None:
    """换上官方空白表：先逐个核对位置，全部找到才换；找不到的列出来。"""
    from bot.assembly import build
    from bot.binding import bind as try_blank
    from bot.binding import release

    assembly = build()
    form = assembly.form(slug)
    if undo:
        say(
            "已改回随程序带的空白表。"
            if release(form, assembly.settings.data_dir)
            else "本来用的就是随程序带的空白表。"
        )
        return
    if blank is None:
        typer.echo("请写出官方空白表的文件名，或用 --undo 改回。", err=True)
        raise typer.Exit(EXIT_USAGE)
    binding = try_blank(form, blank, assembly.settings.data_dir)
    found = len(binding.outcomes) - len(binding.lost)
    if as_json:
        emit({"program": slug, "bound": binding.bound, "sha256": binding.sha256, "found": found, "lost": binding.lost})
    else:
        say(f"核对了{len(binding.outcomes)}处，找到{found}处。")
        for outcome in binding.lost:
            say(f"  {'、'.join(outcome.fields) or '须空着的地方'}：{outcome.message}{outcome.mend}")
        say(
            "已换上，今后填的就是这份官方空白表。" if binding.bound else "没有换：上面这些位置要先在 form.yaml 里改好。"
        )
    if not binding.bound:
        raise typer.Exit(EXIT_BAD_INPUT)
