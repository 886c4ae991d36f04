"""`shenbao programs` and `shenbao fields`: what there is to apply for, and what will be asked."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any

import typer

from bot.commands.output import emit_all, say
from forms.loader import Form
from forms.models import Field
from programs.models import Manifest
from programs.registry import Pack

Json = Annotated[bool, typer.Option("--json", help="输出JSON，每行一个对象。")]
Slug = Annotated[str, typer.Argument(metavar="项目", help="项目代号，如 beijing；shenbao programs 列出全部。")]

STATUS = {"open": "申报中", "closed": "已截止", "unknown": "状态未载明"}
FORM = {"official": "官方表格", "reconstructed": "按指南文字重建的表格", "none": "指南未附表格，提供申报材料底稿"}


def programs(as_json: Json = False) -> None:
    """列出全部项目：名称、年度、状态、金额和表格来源。"""
    from bot.assembly import build

    packs = build().packs.values()
    if as_json:
        emit_all(program_record(pack) for pack in packs)
        return
    for pack in packs:
        manifest = pack.manifest
        say(f"{manifest.slug:<22}{named(manifest)}")
        say(f"{'':<22}{manifest.name}")


def named(manifest: Manifest) -> str:
    """`常州·专利转化服务平台支撑计划（附件3，2022年度，已截止）`."""
    year = f"{manifest.year}年度" if manifest.year else "年度未载明"
    return f"{manifest.short_name}（{year}，{STATUS[manifest.status.value]}）".replace("）（", "，")


def program_record(pack: Pack) -> dict[str, Any]:
    """One object of `shenbao programs --json`."""
    manifest: Manifest = pack.manifest
    return {
        "slug": manifest.slug,
        "name": manifest.name,
        "short_name": manifest.short_name,
        "aliases": list(manifest.aliases),
        "authority": manifest.authority.value if manifest.authority else None,
        "region": manifest.region,
        "year": manifest.year,
        "status": manifest.status,
        "status_note": manifest.status_note,
        "deadline": manifest.deadline.value.isoformat() if manifest.deadline else None,
        "max_amount_wan": manifest.max_amount_wan.value if manifest.max_amount_wan else None,
        "form": manifest.form,
        "form_note": manifest.form_note,
        "source": {"file": manifest.source.file, "sha256": manifest.source.sha256},
    }


def fields(slug: Slug, as_json: Json = False) -> None:
    """列出一个项目要填的全部内容，按提问顺序。"""
    from bot.assembly import build

    assembly = build()
    form = assembly.form(slug)
    used = assembly.assessor(slug).facts
    if as_json:
        emit_all(field_record(form, field, used) for field in form.fields.values())
        return
    section = ""
    for field in form.fields.values():
        if field.section != section:
            section = field.section
            say(f"\n{form.section_title(section)}")
        unit = f"（{field.unit}）" if field.unit else ""
        say(f"  {field.key:<32}{field.label}{unit}{'  必填' if field.required else ''}")


def field_record(form: Form, field: Field, rule_facts: Collection[str]) -> dict[str, Any]:
    """One object of `shenbao fields --json`."""
    record = _column_record(field)
    record |= {
        "columns": [_column_record(column) for column in field.columns],
        "rows": [{"key": row.key, "label": row.label} for row in field.rows],
        "used_by": form.used_by(field.key, rule_facts),
        "applies_when": field.applies_when.model_dump(mode="json", exclude_none=True) if field.applies_when else None,
        "section": field.section,
        "clause": field.clause or None,
    }
    return record


def _column_record(field: Field) -> dict[str, Any]:
    return {
        "key": field.key,
        "label": field.label,
        "type": field.type,
        "unit": field.unit or None,
        "options": [{"value": option.value, "label": option.label} for option in field.options],
        "required": field.required,
        "sensitive": field.sensitive,
        "max_chars": field.max_chars,
        "help": field.help or None,
        "example": field.example or None,
    }
