"""Writes a proposed folder: valid files wherever a program can write them, and `draft.yaml` with what a person has to settle."""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from bot.drafting.blanks import Guesses, guess
from bot.drafting.facts import Found, condition_roots, figures
from bot.drafting.reading import read_guide
from forms.conversion import as_docx
from programs.clauses import Clause, Guide, mark_up, parse_guide
from programs.errors import BadFile

UNSURE = "待确认"


def draft(guide_file: Path, form_file: Path | None, slug: str, programs_dir: Path) -> Path:
    """A new folder `programs_dir/slug` proposed from the files; nothing is written when one of them cannot be read.

    Raises:
        BadFile: the slug is unusable or taken, or a file cannot be read.
    """
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", slug):
        raise BadFile(
            f"代号“{slug}”不行。", where="代号", mend="只用小写字母，词之间用连字符，如 shenzhen-university。"
        )
    folder = programs_dir / slug
    if folder.exists():
        raise BadFile("这个文件夹已经有了。", where=str(folder), mend="换个代号，或直接修改它。")
    text = read_guide(guide_file)
    title = next(line.strip() for line in text.splitlines() if line.strip())
    page, blank = _read_form(form_file) if form_file is not None else (None, b"")
    folder.mkdir(parents=True)
    try:
        (folder / "guide.md").write_bytes(mark_up(text, title=title).encode())
        guide = parse_guide(folder / "guide.md")
        found = list(figures(guide))
        guesses = page or Guesses()
        _write(folder, "program.yaml", _manifest(slug, title, guide, guide_file, has_form=form_file is not None))
        asked, rules = _conditions(guide)
        _write(folder, "fields.yaml", _fields(guesses, asked))
        _write(folder, "rules.yaml", rules)
        _write(folder, "form.yaml", _form(guesses))
        _write(folder, "phrases.yaml", {"entries": [], "silent": [], "words": {}, "fields": {}})
        if blank:
            (folder / "form.docx").write_bytes(blank)
        checks = folder / "checks" / "answers"
        checks.mkdir(parents=True)
        for name in ("full", "minimal"):
            (checks / f"{name}.json").write_text("{}\n", encoding="utf-8")
        _write(folder, "checks/eligibility.yaml", {"bases": {}, "cases": []})
        _write(folder, "checks/questions.yaml", {"questions": []})
        _write(folder, "draft.yaml", _open_points(guide, found, guesses, has_form=form_file is not None))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return folder


def _read_form(path: Path) -> tuple[Guesses, bytes]:
    from forms.docx_map import DocumentMap
    from forms.docx_package import BODY, open_package, parse_xml

    with as_docx(path) as docx:
        content = open_package(docx).read(BODY)
        if content is None:
            raise BadFile("这个.docx里没有正文。", where=str(path), mend="用Word打开后另存一次。")
        return guess(DocumentMap(parse_xml(content, where=str(path))[0])), docx.read_bytes()


def _write(folder: Path, name: str, data: Any) -> None:
    header = f"# {UNSURE}：由 shenbao draft-program 起草，逐项核对后改正；没定的事列在 draft.yaml。\n"
    dumped = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=140)
    (folder / name).write_text(header + dumped, encoding="utf-8")


def _manifest(slug: str, title: str, guide: Guide, source: Path, *, has_form: bool) -> dict[str, Any]:
    roots = condition_roots(guide)
    who = roots[0] if roots else guide.clauses[0]
    year = re.search(r"(20\d{2})\s*年", guide.official_text)
    digest = hashlib.sha256(guide.official_text.encode()).hexdigest()
    return {
        "slug": slug,
        "name": title,
        "short_name": f"{UNSURE}·{slug}",
        "aliases": [],
        "region": UNSURE,
        "year": int(year.group(1)) if year else None,
        "status": "unknown",
        "status_note": "这个项目还在起草，内容待确认。",
        "applicants": ["other"],
        "who_may_apply": {"clause": who.id, "quote": _first_words(who)},
        "form": "official" if has_form else "none",
        "form_title": f"{title}申报书",
        "form_note": "这个项目还在起草，文件仅供核对。",
        "source": {
            "file": source.name,
            "sha256": hashlib.sha256(source.read_bytes()).hexdigest(),
            "text_sha256": digest,
        },
    }


def _first_words(clause: Clause) -> str:
    return re.split(r"(?<=[。；\n])", clause.text, maxsplit=1)[0].strip() or clause.text


def _fields(guesses: Guesses, conditions: list[dict[str, Any]]) -> dict[str, Any]:
    guessed = [item.field | {"section": "form"} for item in guesses.fields if item.field is not None]
    fields = guessed or [{"use": "unit_name", "section": "form"}]
    sections = [{"key": "conditions", "title": "申报条件"}, {"key": "form", "title": "申报书"}]
    return {"sections": sections, "fields": conditions + fields}


def _conditions(guide: Guide) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """A yes/no question and a declared rule for every condition clause, both waiting to be made exact."""
    roots = condition_roots(guide)
    fields: list[dict[str, Any]] = []
    rules: list[dict[str, Any]] = []
    leaves = [
        clause for root in roots for clause in guide.subtree(root.id) if clause.text and not guide.children(clause.id)
    ]
    for number, clause in enumerate(leaves, 1):
        key, quote = f"condition_{number:02d}", _first_words(clause)
        fields.append(
            {
                "key": key,
                "label": f"条件{number}",
                "type": "boolean",
                "section": "conditions",
                "clause": clause.id,
                "question": f"是否符合：{quote}",
                "help": UNSURE,
            }
        )
        rules.append(
            {
                "id": f"conditions.c{number:02d}",
                "title": clause.title[:20],
                "clause": clause.id,
                "quote": quote,
                "condition": {"kind": "yes", "fact": key},
                "reading": f"{UNSURE}：先按自述处理，能计算的请改成计算。",
            }
        )
    return fields, {"condition_clauses": [root.id for root in roots], "rules": rules, "waivers": []}


def _form(guesses: Guesses) -> dict[str, Any]:
    return {
        "places": [item.place for item in guesses.fields],
        "blanks": guesses.blanks,
        "labels": list(dict.fromkeys(guesses.labels)),
        "checks": [],
    }


def _open_points(guide: Guide, found: list[Found], guesses: Guesses, *, has_form: bool) -> dict[str, Any]:
    points = [
        "program.yaml：名称、简称、别名、地区、年度、状态、谁能报，逐项核对。",
        "program.yaml：指南写明主管部门的，加上 authority（名称、条款、原文）；没有写的就不加。",
        "guide.md：条款层次和编号；像条款的清单、申报书各部分的标题要人工改（以“申报书·”开头）。",
        "rules.yaml：起草时全部按自述，能计算的改成计算；措辞含糊的写 reading。",
        "checks/：每条规则补上满足、不满足、未知三种案例。",
        "phrases.yaml：写上人们怎么问，以及指南没写的事。",
    ]
    if has_form:
        points.append("fields.yaml：字段的键、类型、单位和分节，逐项核对。")
        points.append("form.yaml：必须空着的签字盖章处是否都在 blanks 里。")
    else:
        points.append("form.docx：没有给表格；拿到官方空白表后放进来，或写明指南未附表格。")
    return {
        "open": points,
        "found": [
            {"kind": item.kind, "clause": item.clause, "words": item.words, "sentence": item.sentence} for item in found
        ],
    }
