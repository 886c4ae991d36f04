# Three stages: what the page takes from npm, the environment from the lock file, and a small image that runs as nobody special.

FROM node:22-bookworm-slim AS page
WORKDIR /app
COPY package.json package-lock.json ./
COPY bot/channels/web/vendor.mjs bot/channels/web/vendor.mjs
RUN npm ci --omit=dev --no-audit --no-fund

FROM ghcr.io/astral-sh/uv:0.9-python3.12-bookworm-slim AS environment
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --frozen --no-dev --no-install-project
COPY programs programs
COPY rules rules
COPY forms forms
COPY knowledge knowledge
COPY bot bot
RUN uv sync --frozen --no-dev && .venv/bin/python -m compileall -q bot knowledge forms rules programs
COPY --from=page /app/bot/channels/web/static/vendor bot/channels/web/static/vendor

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home shenbao && install -d -o shenbao -g shenbao -m 700 /data
WORKDIR /app
COPY --from=environment /app /app
ENV PATH=/app/.venv/bin:$PATH LANG=C.UTF-8 PYTHONUNBUFFERED=1 SHENBAO_DATA_DIR=/data SHENBAO_HOST=0.0.0.0 SHENBAO_PORT=8700
USER shenbao
VOLUME /data
EXPOSE 8700
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8700/healthz', timeout=3)"]
CMD ["shenbao", "serve"]
