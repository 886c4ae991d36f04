"""What a blank may be called in an office's own papers: its label, its aliases, and the wordings everybody uses for it.

A name is compared as `plain` makes it: half-width, lower case, without white space and without a unit in brackets. A name
that several fields answer to (手机, 邮箱) is told apart by whom it was said of: a name (项目联系人) in front of it or above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from forms.models import Field, FieldType
from programs.cleaning import narrow

_BRACKETS = re.compile(r"\([^()]*\)")
_SPACE = re.compile(r"\s+")

COMMON: Mapping[str, str] = {
    "unit_name": "单位名称 名称 企业名称 公司名称 机构名称 学校名称 申报单位 申报主体 单位全称 全称 单位",
    "credit_code": "统一社会信用代码 社会信用代码 统一信用代码 信用代码 税号 纳税人识别号",
    "legal_representative": "法定代表人 法人代表 法人 法定代表人姓名 法人姓名 法定代表人或负责人",
    "unit_address": "单位地址 地址 注册地址 住所 办公地址 单位住址 经营场所 详细地址",
    "unit_phone": "联系电话 单位电话 电话 联系方式 办公电话",
    "unit_fax": "传真号码 传真 单位传真",
    "postal_address": "通信地址 通讯地址 邮寄地址",
    "postcode": "邮政编码 邮编",
    "bank_name": "开户银行 开户行 开户行名称 基本户开户行",
    "bank_account": "银行账号 银行帐号 账号 帐号 银行账户 开户账号",
    "business_scope": "单位主营业务范围 主营业务范围 经营范围 业务范围 主营业务",
    "unit_intro": "单位总体情况 单位简介 单位概况 单位基本情况",
    "applicant_kind": "单位类型 单位类别 机构类型",
    "leader_name": "项目负责人 负责人 负责人姓名 项目负责人姓名",
    "contact_name": "项目联系人 联系人 联系人姓名 项目联系人姓名 经办人",
}
"""Wordings for the organisation's own fields, separated by spaces; a form's own label for them counts as well."""

PARTS: Mapping[str, str] = {
    "mobile": "手机 手机号 手机号码 移动电话 联系手机",
    "phone": "固定电话 电话 座机 办公电话 联系电话",
    "email": "电子邮箱 邮箱 e-mail email 电子邮件 邮箱地址",
    "id_number": "身份证号 身份证号码 身份证",
    "position": "职务",
    "fax": "传真号码 传真",
    "address": "通讯地址 通信地址 地址",
    "postcode": "邮编 邮政编码",
    "employer": "工作单位及职务",
    "gender": "性别",
    "education": "学历",
    "title": "职务/职称 职称",
    "specialty": "现从事专业 专业",
    "department": "所在部门 部门",
}
"""What may be told of a person, and how it is called when the person was named before."""

PERSONS: Mapping[str, str] = {
    "leader": "项目负责人 负责人",
    "contact": "项目联系人 联系人 经办人",
    "legal": "单位法人 法定代表人 法人",
}
_NAMES_OF = {"leader": "leader_name", "contact": "contact_name", "legal": "legal_representative"}
NAMED = "姓名"


@dataclass(frozen=True)
class Names:
    """Every name of a set of fields."""

    paths: Mapping[str, tuple[str, ...]]
    """Plain name to the paths (a field's key, or `grid.row.column`) it may mean."""
    persons: Mapping[str, str]
    """Plain name of a person (项目联系人, 联系人信息) to `leader`, `contact` or `legal`."""
    parts: Mapping[tuple[str, str], str]
    """Person and plain name of what is told of them to the field's key."""


def plain(name: str, *, whole: bool = False) -> str:
    """A name as it is compared; what stands in brackets belongs to it only when it is wanted `whole`."""
    narrowed = narrow(name)
    return _SPACE.sub("", narrowed if whole else _BRACKETS.sub("", narrowed)).strip(":：").lower()


def names_of(fields: Mapping[str, Field]) -> Names:
    """The names of these fields; computed once for a set of fields."""
    return _names(_Same(fields))


@dataclass(frozen=True)
class _Same:
    fields: Mapping[str, Field]

    def __hash__(self) -> int:
        return hash(tuple(self.fields))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and dict(other.fields) == dict(self.fields)


@lru_cache(maxsize=64)
def _names(same: _Same) -> Names:
    fields = same.fields
    paths: dict[str, list[str]] = {}
    sure: dict[str, set[str]] = {}
    for key, field in fields.items():
        for rank, name in _called(key, field):
            paths.setdefault(name, []).append(key)
            if rank == 0:
                sure.setdefault(name, set()).add(key)
    for path, name in (pair for field in fields.values() for pair in _cells(field)):
        paths.setdefault(name, []).append(path)
    persons = {
        plain(word + ending): person
        for person, words in PERSONS.items()
        for word in words.split()
        for ending in ("", "信息", "情况")
    }
    parts = {
        (person, plain(word)): key
        for key in fields
        if (person := key.partition("_")[0]) in PERSONS
        for word in PARTS.get(key.partition("_")[2], "").split()
    }
    parts |= {(person, NAMED): key for person, key in _NAMES_OF.items() if key in fields}
    told = {
        name: tuple(dict.fromkeys(found if name not in sure else [one for one in found if one in sure[name]]))
        for name, found in paths.items()
    }
    return Names(told, persons, parts)


def _called(key: str, field: Field) -> Iterator[tuple[int, str]]:
    """Every name of a field; its own label and aliases (0) go before wordings that others may share (1)."""
    for name in (field.label, *field.aliases):
        yield 0, plain(name, whole=True)
        yield int("(" in narrow(name) and not (field.unit and f"({field.unit})" in narrow(name))), plain(name)
        yield 1, plain(name.removeprefix("项目"))
    for name in COMMON.get(key, "").split():
        yield 1, plain(name)
    person, _, part = key.partition("_")
    for who in PERSONS.get(person, "").split() if part in PARTS else ():
        for what in PARTS[part].split():
            yield 1, plain(who + what)


def _cells(field: Field) -> Iterator[tuple[str, str]]:
    """The cells of a grid by row and column in one word: 2020年发明, 2020年专利授权量发明."""
    if field.type is not FieldType.GRID:
        return
    own = [plain(name) for name in (field.label, *field.aliases)]
    for row in field.rows:
        rows = {plain(row.label), plain(row.label).removesuffix("年") + "年" if plain(row.label)[:4].isdigit() else ""}
        for column in field.columns:
            columns = {plain(name) for name in (column.label, *column.aliases)}
            for r in rows - {""}:
                for c in columns:
                    yield from ((f"{field.key}.{row.key}.{column.key}", name) for name in _orders(r, c, own))


def _orders(row: str, column: str, own: list[str]) -> Iterator[str]:
    yield row + column
    for name in own:
        yield row + name + column
        yield name + row + column
