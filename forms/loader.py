"""Opens a programme's vocabulary and form: `fields.yaml` with the shared fields merged in, and `form.yaml` when there is one.

What a `Form` offers to others is names: which fields there are, in which order and section, what every fact is called, and
who uses a field. It neither reads answers (`answers`) nor judges them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from forms.merging import merged_fields
from forms.models import Field, FieldType, Related, Section
from forms.places import ComputedPlace, FormFile
from forms.related import related_of
from programs.errors import PackFault
from programs.registry import Pack
from programs.yamlfile import read_model


@dataclass(frozen=True, eq=False)
class Form:
    """Everything a programme may ask, and where it goes. Compared and hashed by identity, so it can key a cache."""

    pack: Pack
    sections: tuple[Section, ...]
    fields: Mapping[str, Field]
    """Field key to field, in asking order."""
    file: FormFile | None
    """None where the pack brings no `form.yaml`."""
    related: tuple[Related, ...] = ()
    """Amounts that belong together."""

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Fact path to Chinese label without unit: 专职人员数, 授权量·2021年·发明. Options stand under `fact=value`."""
        return MappingProxyType(dict(self._labels()))

    def _labels(self) -> Iterator[tuple[str, str]]:
        for key, field in self.fields.items():
            yield key, _named(field)
            yield from _option_labels(key, field)
            for column in field.columns:
                yield f"{key}.{column.key}", f"{field.label}·{_named(column)}"
                yield from _option_labels(f"{key}.{column.key}", column)
            for row in field.rows:
                for column in field.columns:
                    yield f"{key}.{row.key}.{column.key}", f"{_named(field)}·{row.label}·{_named(column)}"

    def fact_paths(self) -> frozenset[str]:
        """Every path a rule may read: fields, cells of grids, and columns of tables as `table.column`."""
        return self._fact_paths

    @cached_property
    def _fact_paths(self) -> frozenset[str]:
        return frozenset(path for path in self.labels if "=" not in path)

    def label(self, path: str) -> str:
        """What a field or fact is called; the path itself when there is no such fact."""
        return self.labels.get(path, path)

    def section_title(self, key: str) -> str:
        """The title of a section, empty when there is no such section."""
        return next((section.title for section in self.sections if section.key == key), "")

    def field_at(self, path: str) -> Field | None:
        """The field that reads what stands at a path: the field itself, or the column of a cell; None for a wrong path."""
        key, *rest = path.split(".")
        field = self.fields.get(key)
        if field is None or not rest:
            return field
        if field.type is FieldType.GRID and (len(rest) != 2 or rest[0] not in {row.key for row in field.rows}):
            return None
        return next((column for column in field.columns if column.key == rest[-1]), None) if len(rest) <= 2 else None

    @cached_property
    def printed_keys(self) -> frozenset[str]:
        """Keys of the fields that `form.yaml` prints somewhere."""
        keys: set[str] = set()
        for place in self.file.places if self.file else ():
            named = place.fields if isinstance(place, ComputedPlace) else (place.field,)
            keys.update(name.split(".")[0] for name in named)
        return frozenset(keys)

    def used_by(self, key: str, rule_facts: Collection[str] = ()) -> tuple[str, ...]:
        """Of `rules` and `form` those that use the field; `rule_facts` are the fact paths the rules read."""
        read = any(fact == key or fact.startswith(f"{key}.") for fact in rule_facts)
        return tuple(user for user, uses in (("rules", read), ("form", key in self.printed_keys)) if uses)


def _named(field: Field) -> str:
    """The label without a unit in brackets at its end."""
    for opening, closing in ("（）", "()"):
        if field.unit and field.label.endswith(f"{opening}{field.unit}{closing}"):
            return field.label[: -len(field.unit) - 2]
    return field.label


def _option_labels(path: str, field: Field) -> Iterator[tuple[str, str]]:
    for option in field.options:
        yield f"{path}={option.value}", option.label


def load_form(pack: Pack) -> Form:
    """The form of a programme.

    Raises:
        PackFault: a file cannot be read or contradicts itself; `others` holds every further fault.
    """
    sections, fields, faults = merged_fields(pack)
    related, wrong = related_of(pack, fields)
    faults += wrong
    if faults:
        raise _all(faults)
    path = pack.path("form.yaml")
    file = read_model(path, FormFile) if path.exists() else None
    return Form(pack, sections, MappingProxyType(fields), file, related)


def _all(faults: list[PackFault]) -> PackFault:
    first, *others = faults
    first.others = tuple(others)
    return first
