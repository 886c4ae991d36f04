"""The manifest is whole and the guide is the official text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

from bot.checks.folder import Folder
from programs.errors import PackFault
from programs.models import FormOrigin


def check(folder: Folder) -> Iterator[PackFault]:
    """Source hash right; a reconstructed form says which parts are; a programme with a form has one."""
    manifest = folder.pack.manifest
    digest = hashlib.sha256(folder.pack.guide.official_text.encode("utf-8")).hexdigest()
    if digest != manifest.source.text_sha256:
        yield folder.fault(
            "program.yaml",
            ("source", "text_sha256"),
            "guide.md 去掉标题行后与官方原文不一致（校验值不同）。",
            f"恢复原文一字不差；若确是官方新版，把 text_sha256 改成 {digest}。",
        )
    if manifest.form is FormOrigin.RECONSTRUCTED and not manifest.reconstructed:
        yield folder.fault(
            "program.yaml", ("form",), "表格是重建的，却没有写明哪些部分是重建的。", "在 reconstructed 里逐项写明。"
        )
    if not folder.pack.path("form.docx").exists():
        yield folder.fault("program.yaml", ("form",), "缺少空白表 form.docx。", "放入官方空白表，或用制作脚本生成。")


def check_together(folders: Sequence[Folder]) -> Iterator[PackFault]:
    """No two programmes answer to the same slug, short name or alias."""
    taken: dict[str, str] = {}
    for folder in folders:
        manifest = folder.pack.manifest
        for name in dict.fromkeys((manifest.name, manifest.short_name, *manifest.aliases)):
            if name in taken:
                yield folder.fault(
                    "program.yaml",
                    ("aliases",),
                    f"名称“{name}”已经属于 {taken[name]}，说不清指哪个项目。",
                    "两边各改成不会混的叫法。",
                )
            taken[name] = manifest.slug
