"""The files by which several workers are run stay true to the program: settings, addresses, health checks, copied folders."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.telegram.webhook import PATH
from bot.channels.web.routes import health
from bot.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
WORKERS = ("worker-1", "worker-2")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
    return read


@pytest.fixture(scope="module")
def caddyfile() -> str:
    return (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "Dockerfile").read_text(encoding="utf-8")


def variables(text: str) -> dict[str, str]:
    """The assignments of an environment file."""
    return dict(re.findall(r"(?m)^([A-Z_]+)=(.*)$", text))


def example() -> dict[str, str]:
    return variables((ROOT / "deploy" / "compose.env.example").read_text(encoding="utf-8"))


def health_paths() -> set[str]:
    return {route.path for route in health.router.routes}  # type: ignore[attr-defined]


def test_every_setting_exists(compose: dict[str, Any]) -> None:
    """Nothing is set that the program does not read, and what it reads is of the right form."""
    known = {f"SHENBAO_{name.upper()}" for name in Settings.model_fields}
    for name in WORKERS:
        told = {key: str(value) for key, value in compose["services"][name]["environment"].items()}
        ours = {key for key in (*told, *example()) if key.startswith("SHENBAO_")}
        assert ours <= known
        values = {key.removeprefix("SHENBAO_").lower(): value for key, value in told.items() if key in known}
        settings = Settings(_env_file=None, **values)  # type: ignore[arg-type]
        assert settings.https
        assert settings.telegram_mode == "webhook"


def test_what_must_be_filled_in_stands_in_the_example(compose: dict[str, Any]) -> None:
    """Each value without which compose refuses to start is in the example, and no secret stands in compose.yaml itself."""
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) <= set(example())
    for name in WORKERS:
        assert compose["services"][name]["env_file"] == "compose.env"
    secrets = [key for key in example() if re.search("PASSWORD|TOKEN|SECRET|KEY", key)]
    assert {example()[key] for key in secrets} == {""}
    assert "compose.env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_every_service_is_watched_and_waits_for_what_it_needs(compose: dict[str, Any]) -> None:
    """Each has a health check; workers wait for database and index, the proxy for the workers."""
    services = compose["services"]
    assert all(service["healthcheck"]["test"] for service in services.values())
    needed = {name: set(service.get("depends_on", {})) for name, service in services.items()}
    assert needed["proxy"] == set(WORKERS)
    assert all(needed[name] == {"postgres", "chroma"} for name in WORKERS)
    waits = [one for service in services.values() for one in service.get("depends_on", {}).values()]
    assert all(one == {"condition": "service_healthy"} for one in waits)


def test_addresses_are_those_of_the_program(compose: dict[str, Any], caddyfile: str, dockerfile: str) -> None:
    """The port, the health paths and the webhook's path are the program's own, wherever they are written."""
    port = str(Settings.model_fields["port"].default)
    for name in WORKERS:
        environment = compose["services"][name]["environment"]
        assert environment["SHENBAO_PORT"] == port
        assert environment["SHENBAO_TELEGRAM_WEBHOOK_URL"].endswith(PATH)
        (checked,) = re.findall(rf"http://127\.0\.0\.1:{port}(/\w+)'", str(compose["services"][name]["healthcheck"]))
        assert checked in health_paths()
        assert f"{name}:{port}" in caddyfile
    (ready,) = re.findall(r"health_uri (\S+)", caddyfile)
    assert ready in health_paths()
    assert f"EXPOSE {port}" in dockerfile
    assert re.findall(rf"127\.0\.0\.1:{port}(/\w+)", dockerfile)[0] in health_paths()


def test_the_proxy_lets_through_what_the_page_takes(caddyfile: str) -> None:
    """A file that the page would take is not refused on the way."""
    from bot.channels.web.limits import Limits

    (megabytes,) = re.findall(r"max_size (\d+)MB", caddyfile)
    assert int(megabytes) * 1_000_000 > max(Limits().upload_bytes, Limits().form_bytes)


def test_volumes_and_files_are_there(compose: dict[str, Any]) -> None:
    """Every volume is declared and used, every mounted file is in the repository, and every foreign image has a version."""
    mounts = [one.split(":")[0] for service in compose["services"].values() for one in service.get("volumes", ())]
    assert {one for one in mounts if not one.startswith(".")} == set(compose["volumes"])
    assert all((ROOT / one).is_file() for one in mounts if one.startswith("."))
    images = {service["image"] for service in compose["services"].values()}
    assert all(":" in image and not image.endswith(":latest") for image in images)


def test_the_image_holds_the_whole_program_and_runs_as_nobody_special(dockerfile: str) -> None:
    """Every package is copied and let through, the lock file decides, secrets stay outside, and the user is not root."""
    import tomllib

    packages = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = set(packages["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
    copied = {word for line in re.findall(r"(?m)^COPY (?!--)(.+) \S+$", dockerfile) for word in line.split()}
    assert wanted <= copied
    assert all((ROOT / name).exists() for name in copied)
    let_through = set(re.findall(r"(?m)^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8")))
    assert {name.split("/")[0] for name in copied} == let_through
    assert "uv sync --frozen --no-dev" in dockerfile
    assert re.findall(r"(?m)^USER (\S+)$", dockerfile) == ["shenbao"]
