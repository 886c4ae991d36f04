"""Field types do no input or output and bring in nothing heavy before it is needed."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
blocked = {"telegram", "fastapi", "chromadb", "langchain", "docx", "sqlalchemy", "httpx"}
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in blocked:
            raise ImportError(f"{name} is not for field types")
sys.meta_path.insert(0, Wall())
import forms.fields.registry as registry
from forms.models import Field
lazy = {"phonenumbers", "cn2an", "stdnum", "rapidfuzz"}
assert not lazy & set(sys.modules), lazy & set(sys.modules)
def read(kind, text, **more):
    return registry.understand(Field(key="a", label="a", type=kind, **more), text).value
assert read("money", "一百二十万", unit="万元") == 120
assert read("phone", "0519-86000000") == "0519-86000000"
assert read("credit_code", "91110000MA0000001L") == "91110000MA0000001L"
assert lazy - {"rapidfuzz"} <= set(sys.modules)
print("pure")
"""


def test_field_types_are_pure_and_light() -> None:
    """In a fresh interpreter without any I/O library all types work, and number, phone and code libraries load only on use."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "pure", done.stderr
