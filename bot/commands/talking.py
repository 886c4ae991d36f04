"""`shenbao chat`: the conversation in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.asking import Program
from bot.commands.files import read_text


def chat(
    program: Program = None,
    script: Annotated[
        Path | None, typer.Option("--script", metavar="文件", help="每行一句话的脚本，输出对话记录。")
    ] = None,
) -> None:
    """打开对话：选项目、问问题、判资格、一步步填表、出Word文件。"""
    from bot.assembly import build
    from bot.channels.terminal import run_terminal
    from bot.runtime import open_runtime

    assembly = build()
    if program is not None:
        assembly.pack(program)
    lines = read_text(script).splitlines() if script is not None else None
    runtime = open_runtime(assembly, scripted=lines is not None)
    try:
        run_terminal(runtime, program=program, lines=lines, out=sys.stdout)
    finally:
        runtime.close()
