"""Makes one list of fields out of `fields.yaml` and `_shared/fields.yaml`, and finds what does not fit, with path and line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms.models import Field, FieldsFile, FieldType, Section, SharedField, SharedFieldsFile
from programs.errors import PackFault
from programs.registry import Pack
from programs.yamlfile import Location, line_of, read_model

_MEND_KEY = "换一个键；键在一个项目里只能用一次。"


def shared_fields_path(pack: Pack) -> Path:
    """Where the organisation's own fields stand: beside the pack's folder."""
    return pack.root.parent / "_shared" / "fields.yaml"


def merged_fields(pack: Pack) -> tuple[tuple[Section, ...], dict[str, Field], list[PackFault]]:
    """Sections, fields by key in asking order, and every fault found.

    Raises:
        PackFault: one of the two files cannot be read at all.
    """
    path = pack.path("fields.yaml")
    file = read_model(path, FieldsFile)
    uses = any(isinstance(line, SharedField) for line in file.fields)
    shared_path = shared_fields_path(pack)
    shared = {field.key: field for field in read_model(shared_path, SharedFieldsFile).fields} if uses else {}
    fields: dict[str, Field] = {}
    faults: list[tuple[Location, str, str]] = []
    for place, line in enumerate(file.fields):
        at = ("fields", place)
        if isinstance(line, SharedField):
            if line.use not in shared:
                faults.append(
                    (
                        (*at, "use"),
                        f"公共字段里没有“{line.use}”。",
                        f"核对 {shared_path.name} 里的键，或在这里写全字段。",
                    )
                )
                continue
            field = merged(shared[line.use], line)
        else:
            field = line
        field = _in_order(field)
        if field.key in fields:
            name = "use" if isinstance(line, SharedField) else "key"
            faults.append(((*at, name), f"字段“{field.key}”写了两次。", _MEND_KEY))
        fields.setdefault(field.key, field)
        faults += [((*at, *where), message, mend) for where, message, mend in _faults_of(field, file.sections)]
    for place, key in _repeated(section.key for section in file.sections):
        faults.append((("sections", place, "key"), f"分节“{key}”写了两次。", "合并成一节，或换一个键。"))
    return file.sections, fields, [PackFault.at(path, line_of(path, at), message, mend) for at, message, mend in faults]


def merged(field: Field, line: SharedField) -> Field:
    """The shared field with what the programme says differently; what it leaves out stays."""
    said = line.model_dump(exclude={"use", "section", "options", "applies_when"}, exclude_none=True)
    said["section"] = line.section
    if line.options is not None:
        said["options"] = line.options
    if line.applies_when is not None:
        said["applies_when"] = line.applies_when
    if line.label is not None and line.label != field.label:
        said["aliases"] = tuple(dict.fromkeys((*field.aliases, field.label)))
    return field.model_copy(update=said)


def _in_order(field: Field) -> Field:
    """The field with the options of `first` in front."""
    if not field.first:
        return field
    place = {value: number for number, value in enumerate(field.first)}
    options = sorted(field.options, key=lambda option: place.get(option.value, len(place)))
    return field.model_copy(update={"options": tuple(options)})


def _faults_of(field: Field, sections: Iterable[Section]) -> Iterator[tuple[Location, str, str]]:
    """What is wrong with one field: (place inside it, what, how to mend it)."""
    known = [section.key for section in sections]
    if field.section not in known:
        what = f"分节“{field.section}”不在 sections 里" if field.section else "没有写在哪一节问"
        yield ("section",), f"字段“{field.key}”{what}。", f"可用的分节：{'、'.join(known)}。"
    for name, keys in (
        ("columns", [column.key for column in field.columns]),
        ("rows", [row.key for row in field.rows]),
        ("options", [option.value for option in field.options]),
    ):
        for place, key in _repeated(keys):
            yield (name, place), f"字段“{field.key}”的 {name} 里“{key}”写了两次。", "换一个名字。"
    values = {option.value for option in field.options}
    for place, value in enumerate(field.first):
        if value not in values:
            yield (
                ("first", place),
                f"字段“{field.key}”没有选项“{value}”。",
                f"可用的选项：{'、'.join(sorted(values))}。",
            )
    for place, column in enumerate(field.columns):
        if column.type in (FieldType.TABLE, FieldType.GRID):
            yield ("columns", place, "type"), f"表格“{field.key}”的列“{column.key}”又是表格。", "拆成另一个字段。"
    if field.columns and field.type not in (FieldType.TABLE, FieldType.GRID):
        yield (
            ("columns",),
            f"字段“{field.key}”不是表格，却写了 columns。",
            "把 type 改成 table 或 grid，或去掉 columns。",
        )
    if field.min is not None and field.max is not None and field.min > field.max:
        yield ("min",), f"字段“{field.key}”的 min 大于 max。", "对调两个数。"


def _repeated(keys: Iterable[str]) -> list[tuple[int, str]]:
    """(place, key) of every key that was there before."""
    seen: Counter[str] = Counter()
    found: list[tuple[int, str]] = []
    for place, key in enumerate(keys):
        if seen[key]:
            found.append((place, key))
        seen[key] += 1
    return found
