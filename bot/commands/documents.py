"""`shenbao fill`: the application document from an answers file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.files import read_answers_file
from bot.commands.judging import AnswersFile
from bot.commands.output import emit, say
from bot.commands.reading import Json, Slug
from programs.errors import BadFile

Out = Annotated[Path, typer.Option("-o", "--out", metavar="文件.docx", help="写到哪里。")]


def fill(slug: Slug, answers: AnswersFile, out: Out, as_json: Json = False) -> None:
    """把答案填进申报书，写成Word文件；没填完也可以。写完会重新打开逐项核对。"""
    from forms.answers import read_answers
    from forms.document import fill as fill_document

    from bot.assembly import build

    form = build().form(slug)
    values = read_answers(form, read_answers_file(answers))
    if out.suffix.lower() != ".docx":
        raise BadFile(f"输出文件应是.docx，您写的是“{out.name}”。", where=str(out), mend=f"改成 {out.stem}.docx。")
    if not out.parent.is_dir():
        raise BadFile("输出的文件夹不存在。", where=str(out.parent), mend="先建好这个文件夹。")
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
