"""Everything that can be taken along: the document as it stands, the package, the answers; and what was exported before."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, Response
from starlette.concurrency import run_in_threadpool

from bot.channels.web.headers import PREVIEW
from bot.channels.web.names import attachment, safe_name
from bot.channels.web.pages import go, page, site_of, visit
from bot.channels.web.sending import handle, sent
from bot.channels.web.work import Work, work_of
from bot.dialogue import messages as m
from forms.answers import dump_answers
from forms.document import render
from forms.spreadsheets.writing import XLSX

router = APIRouter()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_KINDS = {".docx": DOCX, ".xlsx": XLSX}


def work_or_404(request: Request) -> Work:
    """The asker's work; 404 where no programme is chosen."""
    work = work_of(site_of(request), visit(request).conversation)
    if not work.program:
        raise HTTPException(404, "还没有选项目。")
    return work


def document(work: Work) -> bytes:
    """The document as it stands."""
    return render(work.form, work.answers, blank=work.site.blank(work.program)).data


def title(work: Work, what: str) -> str:
    """What a file of this work is called: what it is, of which programme, of whom."""
    unit = work.stored.get("unit_name")
    return "_".join(
        part for part in (what, work.pack.manifest.short_name, unit if isinstance(unit, str) else "") if part
    )


@router.post("/filing/export")
async def export(request: Request) -> Response:
    """The document, kept as a snapshot and handed over."""
    await sent(request)
    replies = await handle(request, m.Pressed, code="do:export")
    made = next((reply for reply in replies if isinstance(reply, m.SendDocument)), None)
    return _file(request, Path(made.file).name) if made is not None else go(request, "/filing")


@router.get("/documents/{name}")
def exported(request: Request, name: str) -> Response:
    """A document that was exported before; only one's own can be named."""
    return _file(request, name)


def own_document(request: Request, name: str) -> Path:
    """Where a document of the asker is; 404 for any other."""
    site, conversation = site_of(request), visit(request).conversation
    if not conversation:
        raise HTTPException(404)
    folder = (site.data_dir / "documents" / conversation).resolve()
    path = (folder / name).resolve()
    if path.parent != folder or not path.is_file() or path.suffix not in _KINDS:
        raise HTTPException(404)
    return path


def _file(request: Request, name: str) -> Response:
    path = own_document(request, name)
    disposition = attachment(safe_name(path.stem, path.suffix[1:]))
    return FileResponse(path, media_type=_KINDS[path.suffix], headers={"Content-Disposition": disposition})


@router.get("/filing/preview")
def preview(request: Request) -> Response:
    """The frame in which the document is drawn."""
    response = page(request, "preview.html")
    response.headers["Content-Security-Policy"] = PREVIEW
    return response


@router.get("/filing/preview.docx")
def preview_bytes(request: Request) -> Response:
    """The document for the frame, with what is required and empty marked; what is handed over has no marks."""
    work = work_or_404(request)
    wanted = work.progress.missing_required
    drawn = render(work.form, work.answers, blank=work.site.blank(work.program), wanted=wanted)
    return Response(drawn.data, media_type=DOCX)


@router.get("/filing/package.zip")
def package(request: Request) -> Response:
    """Everything in one file: document, sheet of materials, questions, and the answers for another day."""
    from bot.channels.web.question_list import as_docx
    from forms.sheets import as_docx as sheet_docx
    from forms.sheets import sheet_of

    work = work_or_404(request)
    parts: dict[str, Callable[[], bytes]] = {
        f"1-{'申报书' if work.progress.complete else '申报书草稿'}.docx": lambda: document(work),
        "2-材料与签章清单.docx": lambda: sheet_docx(sheet_of(work.form)),
        "3-填报问题清单.docx": lambda: as_docx(work.form),
        "4-形式审查.txt": lambda: _review(work).encode("utf-8-sig"),
        "答案.json": lambda: _answers(work),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, make in parts.items():
            archive.writestr(name, make())
    headers = {"Content-Disposition": attachment(safe_name(title(work, "申报材料"), "zip"))}
    return Response(out.getvalue(), media_type="application/zip", headers=headers)


def _review(work: Work) -> str:
    manifest = work.pack.manifest
    lines = [f"{manifest.short_name}：形式审查", manifest.status_note, ""]
    lines += [f"[{'要改' if one.severity.value == 'error' else '留意'}] {one.message}" for one in work.defects]
    return "\r\n".join(lines if work.defects else [*lines, "没有发现问题。"])


def _answers(work: Work) -> bytes:
    return json.dumps(dump_answers(work.form, work.answers), ensure_ascii=False, indent=2).encode()


@router.get("/filing/answers.json")
def answers(request: Request) -> Response:
    """The answers in the format of an answers file."""
    work = work_or_404(request)
    headers = {"Content-Disposition": attachment(safe_name(title(work, "答案"), "json"))}
    return Response(_answers(work), media_type="application/json", headers=headers)


@router.get("/mine.json")
def mine(request: Request) -> Response:
    """Everything stored about the asker."""
    conversation = visit(request).conversation
    if not conversation:
        raise HTTPException(404, "这台设备上没有填过内容。")
    found = site_of(request).engine.personal.export_my_data(conversation)
    data = json.dumps(found, ensure_ascii=False, indent=2).encode()
    headers = {"Content-Disposition": attachment("我的全部数据.json")}
    return Response(data, media_type="application/json", headers=headers)


@router.post("/mine/delete")
async def delete(request: Request) -> Response:
    """Delete everything stored about the asker, at once and for good, when they said they are sure."""
    posted = await sent(request)
    who = visit(request)
    if who.conversation and posted.get("sure") == "1":
        await run_in_threadpool(site_of(request).engine.personal.delete_my_data, who.conversation)
        who.session, who.conversation, who.new_session = "", "", True
        return go(request, "/")
    return go(request, "/link")
