"""`shenbao fill` and `checklist`: the application document, and the sheet of what goes with it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.judging import AnswersFile
from bot.commands.output import emit, plain, say
from bot.commands.reading import Json, Slug
from programs.errors import BadFile

Out = Annotated[Path, typer.Option("-o", "--out", metavar="文件.docx", help="写到哪里。")]


def fill(slug: Slug, answers: AnswersFile, out: Out, as_json: Json = False) -> None:
    """把答案填进申报书，写成Word文件；没填完也可以。写完会重新打开逐项核对。"""
    from bot.assembly import build
    from forms.answers import load_answers, read_answers
    from forms.document import fill as fill_document

    form = build().form(slug)
    values = read_answers(form, load_answers(answers))
    _writable(out)
    result = fill_document(form, values, out)
    if as_json:
        emit(
            {
                "file": str(result.file),
                "form": form.pack.manifest.form,
                "filled": result.filled,
                "blank": list(result.blank),
                "warnings": list(result.warnings),
                "read_back": "ok",
            }
        )
        return
    say(f"已写好：{result.file}（填了{result.filled}项，空着{len(result.blank)}项，已逐项核对）")
    say(form.pack.manifest.form_note)
    say(f"{form.pack.manifest.status_note}本文件仅供参考。" if form.pack.manifest.status.value != "open" else "")
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
