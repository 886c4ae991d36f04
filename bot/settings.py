"""The settings an installation can make, read from the environment and `.env`, prefix `SHENBAO_`.

Nothing set means: everything embedded, no network. `.env.example` is written from this model and tested against it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from programs.registry import PROGRAMS_DIR


def _default_data_dir() -> Path:
    import os

    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "shenbao"


class Settings(BaseSettings):
    """Everything that can be set, with the value it has when it is not."""

    model_config = SettingsConfigDict(
        env_prefix="SHENBAO_", env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True
    )

    data_dir: Path = Field(
        default_factory=_default_data_dir,
        description="数据目录：问答索引、对话和草稿都放在这里。默认是 ~/.local/share/shenbao。",
    )
    programs_dir: Path = Field(default=PROGRAMS_DIR, description="项目文件夹所在目录。默认用随程序带的 programs/。")
    host: str = Field(default="127.0.0.1", description="网页服务监听的地址；要让别的电脑访问，设成 0.0.0.0。")
    port: int = Field(default=8700, ge=0, le=65535, description="网页服务的端口。")
    https: bool = Field(
        default=False, description="网页前面有HTTPS代理时设为 true：Cookie只走HTTPS，并告诉浏览器以后只用HTTPS。"
    )
    public_url: str = Field(
        default="",
        pattern=r"^$|^https?://[^\s/]+(/[^\s]*)?$",
        description="别人打开网页用的地址，如 https://shenbao.example.org；交给同事的链接用它。留空则用各人正在用的地址。",
    )
    telegram_bot: str = Field(
        default="",
        pattern=r"^$|^@?[A-Za-z0-9_]{3,40}$",
        description="Telegram机器人的用户名，如 ShenbaoBot；网页用它画“换到Telegram”的二维码。留空则启动时向Telegram问一次。",
    )
    database_url: SecretStr = Field(
        default=SecretStr(""),
        description="PostgreSQL地址，如 postgresql://用户:密码@主机:5432/库名；留空则用数据目录里的SQLite文件，一个进程。",
    )
    chroma_url: str = Field(
        default="", description="Chroma 服务地址，如 http://127.0.0.1:8000；留空则内嵌运行，不用网络。"
    )
    llm_model: str = Field(
        default="",
        description="语言模型（可选），如 qwen-plus 或 deepseek-chat；只帮着理解问题、把条文答复说得更顺口，留空则不用。",
    )
    llm_base_url: str = Field(
        default="", description="模型服务的地址，任何兼容OpenAI接口的都行，如 http://127.0.0.1:11434/v1。"
    )
    llm_api_key: SecretStr = Field(default=SecretStr(""), description="模型服务的密钥；本机服务可留空。")
    llm_daily: int = Field(default=60, ge=0, description="每个对话每天最多用几次模型；用完当天就不再用，答复照旧。")
    embedding_model: str = Field(
        default="",
        description="向量模型（可选），如 text-embedding-3-small 或 ollama:bge-m3；给检索添一路意思相近的线索，留空则不用。",
    )
    embedding_base_url: str = Field(
        default="", description="向量模型服务的地址，任何兼容OpenAI接口的都行；留空则和语言模型同一个地址。"
    )
    embedding_api_key: SecretStr = Field(
        default=SecretStr(""), description="向量模型服务的密钥；留空则和语言模型同一个密钥。"
    )
    telegram_token: SecretStr = Field(
        default=SecretStr(""), description="Telegram机器人的令牌，向 @BotFather 要；留空则不开Telegram。"
    )
    telegram_api_url: str = Field(
        default="", description="Bot API 服务地址，如 http://127.0.0.1:8081；留空则用Telegram自己的。"
    )
    telegram_mode: Literal["polling", "webhook"] = Field(
        default="polling",
        description="怎样接收消息：polling（主动去取，不用公网地址）或 webhook（Telegram送来，要公网HTTPS地址）。",
    )
    telegram_webhook_url: str = Field(
        default="",
        description="webhook 模式下的公网地址，如 https://shenbao.example.org/telegram/webhook；启动时自动登记，留空则自己登记。",
    )
    telegram_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="webhook 模式下的密语，只用字母、数字、_ 和 -；没有它送来的一律不收。"
    )
    telegram_proxy: SecretStr = Field(
        default=SecretStr(""),
        description="连Telegram用的代理，如 http://127.0.0.1:7890 或 socks5://127.0.0.1:1080；中国内地一般要设。",
    )
    telegram_delivery: Literal["edit", "send"] = Field(
        default="edit",
        description="怎样送出答复：edit（先发回执再改成答复，断电也不会重复）或 send（直接发，少一次调用，极少数情况会重复）。",
    )


def environment(settings: Settings, *names: str) -> dict[str, str]:
    """These settings as environment variables, for a process of our own."""
    told = {}
    for name in names:
        value = getattr(settings, name)
        told[f"SHENBAO_{name.upper()}"] = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return told


def example() -> str:
    """The text of `.env.example`: every setting with its description, commented out."""
    lines = [
        "# 申报的设置。复制成 .env 再改；什么都不设也能用，全部内嵌，不用网络。",
        "# 由 bot/settings.py 生成：python -m bot.settings > .env.example",
    ]
    for name, field in Settings.model_fields.items():
        lines += ["", f"# {field.description}", f"# SHENBAO_{name.upper()}="]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(example(), end="")
