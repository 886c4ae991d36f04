"""How fast the page answers: one person alone, and 200 at once with pauses, over the durable engine on this machine.

    python -m bench.web [--people 200] [--seconds 20]

The service runs as a process of its own, as people run it; the load comes from this one and shares its cores. Each person's
page is open, with its stream of changes. Beside them stand the time of 2,000 rows from a file to the stored answer, and the
document of the longest form, filled by us with read-back and by docxtpl from a template with a tag for every same value.
Goals: an interaction p50 <= 10 ms alone, p99 <= 100 ms together, no errors; preview p50 <= 30 ms; import < 1 s; < 100 KB a person.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

SLUG = "changzhou-university"
FIELD = "ip_staff_full_time"
PAUSE = 5.0


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--people", type=int, default=200)
    arguments.add_argument("--seconds", type=float, default=20)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "SHENBAO_DATA_DIR": folder}
        command = [sys.executable, "-m", "bench.web_service"]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            base = process.stdout.readline().strip()
            _until_ready(base)
            alone(base)
            uploading(base)
            before = _memory(process.pid)
            asyncio.run(together(base, asked.people, asked.seconds))
            grown = (_memory(process.pid) - before) / max(1, asked.people)
            print(f"memory per person: {grown:.0f} KB (the service took {_memory(process.pid) / 1024:.0f} MB)")
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    importing()
    filling()


def _until_ready(base: str) -> None:
    for _ in range(300):
        with suppress(httpx.TransportError):
            if httpx.get(f"{base}/readyz").status_code == 200:
                return
        time.sleep(0.2)
    raise RuntimeError("the service does not become ready")


def _memory(pid: int) -> int:
    text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", text)[1])  # type: ignore[index]


def _hidden(html: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form method="post" action="{action}".*?</form>', html, re.DOTALL)
    assert form is not None, action
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form[0]))


def _begin(page: str, send) -> None:  # type: ignore[no-untyped-def]
    send("/press", _hidden(page, "/press") | {"code": f"program:{SLUG}"})


def alone(base: str) -> None:
    """One person: every kind of request, again and again."""
    took: dict[str, list[float]] = {}
    with httpx.Client(base_url=base, headers={"HX-Request": "true"}) as client:
        page = client.get("/").text
        _begin(page, lambda path, data: client.post(path, data=data))
        client.post("/press", data=_hidden(page, "/press") | {"code": "do:fill"})
        work = client.get("/filing").text
        token = _hidden(work, "/say")["token"]
        for round_ in range(200):
            entered = {
                "token": token,
                "program": SLUG,
                "field": "ip_staff_full_time",
                "seen": "any",
                "value": str(round_),
            }
            for name, request in (
                ("start page", lambda: client.get("/")),
                ("conversation", lambda: client.get("/filing")),
                ("all answers", lambda: client.get("/filing/answers")),
                ("eligibility", lambda: client.get("/filing/eligibility")),
                ("guide", lambda: client.get("/filing/guide")),
                ("preview .docx", lambda: client.get("/filing/preview.docx")),
                (
                    "enter an answer",
                    lambda entered=entered: client.post("/enter", data=entered, follow_redirects=False),
                ),
                ("ask the guide", lambda: client.post("/say", data={"token": token, "text": "专职人员最少几个？"})),
            ):
                if name == "ask the guide" and round_ % 10:
                    continue
                begun = time.perf_counter()
                answer = request()
                took.setdefault(name, []).append((time.perf_counter() - begun) * 1000)
                assert answer.status_code in (200, 303), (name, answer.status_code)
    print("one person, milliseconds")
    for name, times in took.items():
        print(f"  {name:18} p50 {statistics.median(times):6.1f}   p99 {_p99(times):6.1f}")


async def _listen(client: httpx.AsyncClient) -> None:
    """The stream of changes that an open page holds."""
    async with client.stream("GET", "/filing/events", timeout=None) as stream:
        async for _ in stream.aiter_lines():
            pass


def uploading(base: str) -> None:
    """Two thousand rows of an .xlsx, from sending the file to the answered page with the rows stored."""
    data = _two_thousand()
    with httpx.Client(base_url=base, headers={"HX-Request": "true"}, timeout=60) as client:
        page = client.get("/").text
        _begin(page, lambda path, values: client.post(path, data=values))
        sent = {
            "token": _hidden(page, "/press")["token"],
            "program": SLUG,
            "field": "ip_rules",
            "back": "/filing/answers",
        }
        begun = time.perf_counter()
        answer = client.post("/filing/import", data=sent, files={"file": ("表.xlsx", data)})
        took = (time.perf_counter() - begun) * 1000
        assert "读进了2000行" in answer.text, answer.status_code
        begun = time.perf_counter()
        client.get("/filing/answers")
        print(
            f"import of 2000 rows on the page, stored: {took:.0f} ms; the page after it: {(time.perf_counter() - begun) * 1000:.0f} ms"
        )


async def together(base: str, people: int, seconds: float) -> None:
    """Many people: each comes within the first pause, chooses, then looks, answers, pauses; all they ask for is timed."""
    times: list[float] = []
    errors: list[str] = []
    until = time.perf_counter() + seconds

    async def asked(client: httpx.AsyncClient, method: str, path: str, **values: Any) -> str:
        begun = time.perf_counter()
        try:
            answer = await client.request(method, path, **values)
        except httpx.HTTPError as error:
            errors.append(type(error).__name__)
            return ""
        finally:
            times.append((time.perf_counter() - begun) * 1000)
        if answer.status_code not in (200, 303):
            errors.append(str(answer.status_code))
        return answer.text

    async def person(number: int, client: httpx.AsyncClient) -> None:
        chance = random.Random(number)
        await asyncio.sleep(chance.random() * PAUSE)
        hidden = _hidden(await asked(client, "GET", "/"), "/press")
        await asked(client, "POST", "/press", data=hidden | {"code": f"program:{SLUG}"})
        stream = asyncio.create_task(_listen(client))
        entered = {"token": hidden["token"], "program": SLUG, "field": FIELD, "seen": "any", "value": str(number)}
        while time.perf_counter() < until:
            await asyncio.sleep(PAUSE * (0.5 + chance.random()))
            if chance.random() < 0.5:
                await asked(client, "GET", chance.choice(("/filing", "/filing/answers", "/filing/eligibility")))
            else:
                await asked(client, "POST", "/enter", data=entered)
        stream.cancel()
        await asyncio.gather(stream, return_exceptions=True)

    clients = [
        httpx.AsyncClient(base_url=base, timeout=30, headers={"HX-Request": "true"}, verify=False)
        for _ in range(people)
    ]
    begun = time.perf_counter()
    await asyncio.gather(*map(person, range(people), clients))
    took = time.perf_counter() - begun
    for client in clients:
        await client.aclose()
    rate = len(times) / took
    print(
        f"{people} people, {len(times)} requests ({rate:.0f}/s), {len(errors)} errors {sorted(set(errors))}, milliseconds"
    )
    print(f"  {'':18} p50 {statistics.median(times):6.1f}   p99 {_p99(times):6.1f}")


def _two_thousand() -> bytes:
    from forms.loader import load_form
    from forms.spreadsheets.writing import template
    from programs.registry import discover

    field = load_form(discover()[SLUG]).fields["ip_rules"]
    return template(field, [[f"制度{n}", f"院发〔2020〕{n}号", "2020年6月"] for n in range(2000)])


def importing() -> None:
    """Two thousand rows of an .xlsx, from bytes to judged rows."""
    from forms.loader import load_form
    from forms.spreadsheets.judging import judge
    from forms.spreadsheets.reading import cells_of
    from programs.registry import discover

    field = load_form(discover()[SLUG]).fields["ip_rules"]
    data = _two_thousand()
    begun = time.perf_counter()
    judged = judge(field, cells_of(data, "表.xlsx"))
    print(f"import of {len(judged.good)} rows, read and judged: {(time.perf_counter() - begun) * 1000:.0f} ms")


def filling() -> None:
    """The document of every form with one: filled in place and read back, beside docxtpl with a tag for every same value."""
    import io

    from docxtpl import DocxTemplate

    from forms.answers import read_answers
    from forms.document import render
    from forms.loader import load_form
    from programs.registry import discover

    print("document, milliseconds (p50): ours with read-back; docxtpl from a template of the same form and values")
    for slug, pack in discover().items():
        if not pack.path("form.docx").is_file():
            continue
        form = load_form(pack)
        answers = read_answers(form, pack.path("checks/answers/full.json"))
        ours = _median(lambda form=form, answers=answers: render(form, answers))
        tagged, values = _tagged(pack.path("form.docx").read_bytes(), render(form, answers).data)

        def peer(tagged: bytes = tagged, values: dict[str, str] = values) -> None:
            template = DocxTemplate(io.BytesIO(tagged))
            template.render(values, autoescape=True)
            template.save(io.BytesIO())

        print(f"  {slug:22} {ours:6.1f}   docxtpl {_median(peer):6.1f}   {len(values)} values")


def _tagged(blank: bytes, filled: bytes) -> tuple[bytes, dict[str, str]]:
    """The filled document with a docxtpl tag in the place of every text that the blank does not have, and these texts."""
    import io
    from collections import Counter

    from docx import Document
    from docx.oxml.ns import qn

    printed = Counter(one.text for one in Document(io.BytesIO(blank)).element.iter(qn("w:t")))
    document, values = Document(io.BytesIO(filled)), {}
    for one in document.element.iter(qn("w:t")):
        if printed[one.text] > 0:
            printed[one.text] -= 1
        elif (one.text or "").strip():
            name = f"v{len(values)}"
            values[name], one.text = one.text, "{{ " + name + " }}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue(), values


def _median(work) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(30):
        begun = time.perf_counter()
        work()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


if __name__ == "__main__":
    main()
