"""The document as it will be printed: PDF, and pictures of its pages. Only where LibreOffice is there; elsewhere nothing of it shows."""

from __future__ import annotations

import base64

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from bot.channels.web.names import attachment, safe_name
from bot.channels.web.pages import page, site_of
from bot.channels.web.routes.documents import document, own_document, title, work_or_404
from bot.channels.web.work import Work
from forms import office

router = APIRouter()
PDF = "application/pdf"


def _asked(request: Request) -> Work:
    if not site_of(request).assets["pdf"]:
        raise HTTPException(404, "这台服务器没有装LibreOffice，不能转成PDF；Word文件随时可以下载。")
    return work_or_404(request)


@router.get("/filing/document.pdf")
def pdf(request: Request) -> Response:
    """The document as it stands, as PDF."""
    work = _asked(request)
    what = "申报书" if work.progress.complete else "申报书草稿"
    return _pdf(office.as_pdf(document(work)), title(work, what))


@router.get("/documents/{name}.pdf")
def exported(request: Request, name: str) -> Response:
    """A document that was exported before, as PDF."""
    if not site_of(request).assets["pdf"]:
        raise HTTPException(404)
    path = own_document(request, f"{name}.docx")
    return _pdf(office.as_pdf(path.read_bytes()), path.stem)


def _pdf(data: bytes, name: str) -> Response:
    return Response(data, media_type=PDF, headers={"Content-Disposition": attachment(safe_name(name, "pdf"))})


@router.get("/filing/pages")
def pages(request: Request) -> Response:
    """The document page by page, as it will come out of the printer."""
    work = _asked(request)
    if not site_of(request).assets["pictures"]:
        raise HTTPException(404)
    drawn = [base64.b64encode(one).decode() for one in office.pictures(document(work))]
    return page(request, "printed.html", work=work, drawn=drawn)
