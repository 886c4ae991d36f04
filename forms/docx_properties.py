"""The file's properties: what the document is, and nothing about who made it or when.

That a programme is closed and that the blank is a reconstruction is said here and in the conversation, never on the
official page itself.
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from lxml import etree

from forms.docx_package import Package
from programs.models import Manifest, Status

CORE, APP, TYPES, RELATIONS = "docProps/core.xml", "docProps/app.xml", "[Content_Types].xml", "_rels/.rels"
_CP = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_REL = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def properties(package: Package, manifest: Manifest) -> dict[str, bytes]:
    """The parts to replace so that the file carries this programme's title and notes, and no author."""
    changed = {CORE: _core(manifest)}
    if APP in package.parts:
        changed[APP] = (
            _XML + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
        ).encode()
    if "docProps/custom.xml" in package.parts:
        changed["docProps/custom.xml"] = (
            _XML + '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>'
        ).encode()
    if CORE not in package.parts:
        changed |= _declared(package)
    return changed


def _core(manifest: Manifest) -> bytes:
    closed = [] if manifest.status is Status.OPEN else ["仅供参考。", manifest.status_note]
    description = "".join([*closed, manifest.form_note])
    year = f"（{manifest.year}年）" if manifest.year else ""
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_CP}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(manifest.form_title)}</dc:title><dc:subject>{escape(manifest.name + year)}</dc:subject>"
        f"<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>"
        f"<dc:description>{escape(description)}</dc:description><dc:language>zh-CN</dc:language></cp:coreProperties>"
    ).encode()


def _declared(package: Package) -> dict[str, bytes]:
    """Content types and relations that also name the core properties, for a blank that came without any."""
    types = etree.fromstring(package.read(TYPES) or b"")
    if types.find(f"{_CT}Override[@PartName='/{CORE}']") is None:
        etree.SubElement(types, f"{_CT}Override", PartName=f"/{CORE}", ContentType=_CORE_TYPE)
    relations = etree.fromstring(package.read(RELATIONS) or b"")
    if all((relation.get("Target") or "").lstrip("/") != CORE for relation in relations):
        kind = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
        etree.SubElement(relations, f"{_REL}Relationship", Id="rIdShenbaoCore", Type=kind, Target=CORE)
    return {TYPES: etree.tostring(types), RELATIONS: etree.tostring(relations)}
