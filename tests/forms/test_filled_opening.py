"""A .docx from outside is looked at before it is opened and read by a limited process: whatever it is, it gets a sentence."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from forms.docx_package import BODY
from forms.docx_text import P, W, text_of
from forms.filled.opening import open_filled
from programs.errors import BadFile
from tests.forms.filled_samples import full, packed, written

TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
HEAD = f'<w:document xmlns:w="{W[1:-1]}"><w:body>'.encode()
TAIL = b"</w:body></w:document>"
SAID = b"<w:p><w:r><w:t>\xe7\x94\xb2</w:t></w:r></w:p>"


def document(body: bytes, **more: bytes) -> bytes:
    return packed({"[Content_Types].xml": TYPES, BODY: HEAD + body + TAIL, **more})


def refused(data: bytes) -> str:
    with pytest.raises(BadFile) as caught:
        open_filled(data, "去年.docx")
    assert caught.value.mend
    return caught.value.message


def test_document_is_opened() -> None:
    """A filled form is opened by the limited process and says what it said."""
    form, answers = full("shanghai")
    body = open_filled(written(form, answers), "去年.docx")
    assert answers["unit_name"] in "".join(text_of(line) for line in body.iter(P))


def bomb() -> bytes:
    """A few kilobytes that unpack to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        with archive.open(BODY, "w", force_zip64=False) as part:
            for _ in range(200):
                part.write(b"\0" * 1_000_000)
    return out.getvalue()


def lying() -> bytes:
    """An archive whose directory says that a large part is small."""
    data = bytearray(document(SAID + b"<!--" + b" " * 3_000_000 + b"-->"))
    at = data.rfind(b"PK\x01\x02")
    while at >= 0 and BODY.encode() not in data[at : at + 80]:
        at = data.rfind(b"PK\x01\x02", 0, at)
    data[at + 24 : at + 28] = struct.pack("<I", 100)
    return bytes(data)


def many() -> bytes:
    return packed({BODY: HEAD + SAID + TAIL, **{f"word/media/{n}.png": b"" for n in range(2100)}})


def linked() -> bytes:
    out = io.BytesIO(document(SAID))
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("word/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def test_archives_made_to_do_harm_are_refused() -> None:
    """A bomb, a liar about its size, thousands of entries, ways out of the folder, links, a name twice, macros: none is opened."""
    assert "太大" in refused(bomb())
    assert "读不了" in refused(lying())
    assert "太大" in refused(many())
    assert "不正常" in refused(document(SAID, **{"../../evil": b"x"}))
    assert "不正常" in refused(linked())
    assert "宏" in refused(document(SAID, **{"word/vbaProject.bin": b"x"}))


def test_xml_made_to_do_harm_is_refused(tmp_path: Path) -> None:
    """Entities, files fetched by them, and endless nesting end the process, and nothing is read."""
    secret = tmp_path / "secret.txt"
    secret.write_text("机密")
    laughs = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    fetched = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file://{secret}">]>'.encode()
    for start, said in ((laughs, b"&b;"), (fetched, b"&x;")):
        body = start + HEAD + b"<w:p><w:r><w:t>" + said + b"</w:t></w:r></w:p>" + TAIL
        assert "读不了" in refused(packed({"[Content_Types].xml": TYPES, BODY: body}))
    assert "读不了" in refused(document(b"<w:p>" * 20_000 + b"</w:p>" * 20_000))
    nested = b"<w:tbl><w:tr><w:tc>" * 30 + SAID + b"</w:tc></w:tr></w:tbl>" * 30
    assert "读不了" in refused(document(nested))


def test_what_is_no_document_is_told_so() -> None:
    """Other files under the name .docx, locked and old ones, cut-off ones and empty ones, each with what it is."""
    whole = document(SAID)
    assert "空" in refused(b"")
    assert "损坏" in refused(whole[: len(whole) // 2])
    assert "不是 .docx" in refused(packed({"a.txt": b"x"}))
    assert "表格" in refused(packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<x/>"}))
    assert "旧格式" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "WordDocument".encode("utf-16-le"))
    assert "密码" in refused(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))
    assert "PDF" in refused(b"%PDF-1.7")
    assert "网页" in refused(b"<html></html>")
    assert "不认识" in refused(b"hello")
    assert "读不了" in refused(packed({"[Content_Types].xml": TYPES, BODY: b"\0\1\2"}))


def test_scan_without_text_is_told() -> None:
    """A document that holds only a picture has no answers to read."""
    picture = b"<w:p><w:r><w:drawing/></w:r></w:p>"
    assert "扫描" in refused(document(picture))


def test_document_longer_than_any_form_is_refused() -> None:
    """A text of millions of characters is not read in part."""
    words = "".join(str(n * n) for n in range(200_000)).encode()
    assert "读不了" in refused(document(b"<w:p><w:r><w:t>" + words + words[::-1] + b"</w:t></w:r></w:p>"))
