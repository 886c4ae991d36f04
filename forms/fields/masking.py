"""Hides personal data where the assistant repeats it: enough stays for the person to recognise it, not for a stranger."""

from __future__ import annotations

from forms.models import FieldType

_ENDS = {
    FieldType.ID_NUMBER: (3, 4),
    FieldType.BANK_ACCOUNT: (0, 4),
    FieldType.PHONE: (3, 4),
    FieldType.CREDIT_CODE: (2, 4),
    FieldType.PATENT_NUMBER: (4, 2),
    FieldType.POSTCODE: (2, 0),
}


def masked(kind: FieldType, text: str) -> str:
    """`text` with its middle starred: 138****8000, 110***********1234, z***@example.com, 张*.

    Types whose every digit tells something (numbers, dates, choices) are starred wholly.
    """
    if kind is FieldType.EMAIL and "@" in text:
        name, _, domain = text.partition("@")
        return f"{name[:1]}***@{domain}"
    if kind in (FieldType.TEXT, FieldType.PARAGRAPH):
        return text[:1] + "*" * min(max(len(text) - 1, 1), 8)
    head, tail = _ENDS.get(kind, (0, 0))
    if len(text) <= head + tail:
        return "*" * len(text)
    return text[:head] + "*" * (len(text) - head - tail) + (text[-tail:] if tail else "")
