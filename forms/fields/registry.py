"""The door to field types: which kind reads which type, and the four things done with any field.

`understand` takes what a person typed or plain JSON of an answers file; `to_json`, `printed` and `echo` take the canonical
value back out. None of them raises on a value that `understand` gave.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from forms.fields.cells import CELL_TYPES, echo_with, json_with, printed_with, understand_with
from forms.fields.grids import GridKind
from forms.fields.kinds import FieldKind, Json
from forms.fields.tables import TableKind
from forms.fields.totals import totals
from forms.models import Field, FieldType, Slip, Understood
from programs.values import Value

FIELD_TYPES: Mapping[FieldType, FieldKind] = MappingProxyType(
    {**CELL_TYPES, FieldType.TABLE: TableKind(), FieldType.GRID: GridKind()}
)


def understand(field: Field, raw: object) -> Understood | Slip:
    """What `raw` means as an answer to `field`: a value with its echo and perhaps a doubt, or what is wrong in Chinese."""
    return understand_with(FIELD_TYPES[field.type], field, raw)


def to_json(field: Field, value: Value) -> Json:
    """The value as it stands in an answers file; `understand` makes the same value of it."""
    return json_with(FIELD_TYPES[field.type], field, value)


def printed(field: Field, value: Value) -> str:
    """The value as the document prints it, without its unit; tables and grids as lines."""
    return printed_with(FIELD_TYPES[field.type], field, value)


def echo(field: Field, value: Value) -> str:
    """The value as the assistant repeats it: with its unit, shortened when long, masked when sensitive."""
    return echo_with(FIELD_TYPES[field.type], field, value)


__all__ = ["FIELD_TYPES", "echo", "printed", "to_json", "totals", "understand"]
