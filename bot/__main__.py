"""The `shenbao` command: registers the commands, speaks Chinese, and keeps the exit statuses of the public interface.

Exit status 0 done, 1 the input is wrong, 2 wrong usage. Command modules import heavy libraries inside functions, so
that `shenbao --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from bot.commands.output import EXIT_BAD_INPUT, EXIT_USAGE, report_error
from programs.errors import ShenbaoError

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small matrices: more threads only wait for each other
os.environ.setdefault("LANGSMITH_TRACING", "false")
os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")

_CHINESE = {
    "Usage:": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示这段说明。",
    "[required]": "[必填]",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _CHINESE.items():
        text = text.replace(english, chinese)
    return text


class _Command(TyperCommand):
    """A command whose help has Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


class _Group(TyperGroup):
    """The command group, its help with Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        return _in_chinese(super().get_help(ctx))


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shenbao {version('shenbao')}")
        raise typer.Exit


def _root(
    show_version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="显示版本。")
    ] = False,
) -> None:
    """申报：专利转化项目申报助手。问指南、判资格、一步步填表、出Word文件；答案都有条文出处。"""


def application() -> typer.Typer:
    """The command with everything registered on it."""
    from bot.commands import asking, documents, helpdesk, judging, reading, serving, talking, telegram, upkeep

    app = typer.Typer(
        cls=_Group, no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False
    )
    app.callback()(_root)
    for name, function in (
        ("serve", serving.serve),
        ("chat", talking.chat),
        ("telegram", telegram.telegram),
        ("demo-telegram", telegram.demo_telegram),
        ("programs", reading.programs),
        ("ask", asking.ask),
        ("match", judging.match),
        ("check", judging.check),
        ("fields", reading.fields),
        ("fill", documents.fill),
        ("review", judging.review),
        ("checklist", documents.checklist),
        ("bind", documents.bind),
        ("gaps", helpdesk.gaps),
        ("evaluate", asking.evaluate),
        ("check-programs", upkeep.check_programs),
        ("new-program", upkeep.new_program),
        ("draft-program", upkeep.draft_program),
        ("propose-phrases", upkeep.propose_phrases),
        ("doctor", upkeep.doctor),
        ("backup", upkeep.backup),
    ):
        app.command(name, cls=_Command)(function)
    staff = typer.Typer(cls=_Group, no_args_is_help=True, rich_markup_mode=None, help=helpdesk.STAFF)
    staff.command("add", cls=_Command)(helpdesk.add)
    staff.command("list", cls=_Command)(helpdesk.list_)
    staff.command("withdraw", cls=_Command)(helpdesk.withdraw)
    app.add_typer(staff, name="staff")
    return app


def main(argv: list[str] | None = None) -> None:
    """Run the command line and exit with the status of the public interface."""
    arguments = sys.argv[1:] if argv is None else argv
    sys.exit(run(arguments))


def run(arguments: list[str]) -> int:
    """Run one command; the exit status."""
    try:
        status = application()(args=arguments, prog_name="shenbao", standalone_mode=False)
    except ShenbaoError as error:
        report_error(error, as_json="--json" in arguments)
        return EXIT_BAD_INPUT
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 -- the reader went away; nothing is left to say
        return 0
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\n已退出。\n")
        return 130
    except Exception as error:
        if (said := _usage(error)) is None:
            raise
        sys.stderr.write(f"{said}\n运行 shenbao --help 查看用法。\n")
        return EXIT_USAGE
    return status if isinstance(status, int) else 0


def _usage(error: Exception) -> str | None:
    """What is wrong with how the command was called, or None when the error is of another kind.

    Told by name: typer keeps the classes in a private module.
    """
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if "Abort" in kinds:
        return "已取消。"
    if "UsageError" not in kinds:
        return None
    parameter = getattr(error, "param", None)
    named = "/".join(getattr(parameter, "opts", None) or []) if parameter is not None else ""
    option = getattr(parameter, "metavar", None) or named
    if named.startswith("-"):
        option = named
    match type(error).__name__:
        case "NoSuchOption":
            return f"没有“{getattr(error, 'option_name', '')}”这个选项。"
        case "MissingParameter":
            return f"缺少 {option or '参数'}。"
        case "BadParameter":
            return f"{option or '参数'} 的值不对。"
    if "No such command" in str(error):
        return f"没有“{str(error).split(chr(39))[1] if chr(39) in str(error) else ''}”这个命令。"
    if "NoArgsIsHelpError" in kinds:
        return str(error)
    return "命令的写法不对，可能多写了参数或缺少选项的值。"


if __name__ == "__main__":
    main()
