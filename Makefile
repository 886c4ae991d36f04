# 申报的全部命令。make help 列出它们。
SHELL := /bin/sh
.DEFAULT_GOAL := all
PYTHON ?= python3
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)
BIN := .venv/bin
PACKAGES := bot knowledge forms rules programs
VENDOR := bot/channels/web/static/vendor/.ready

export LANGSMITH_TRACING := false
export ANONYMIZED_TELEMETRY := False

.PHONY: all help run chat test lint format types layers tests check-programs evaluate bench prove diagram blanks new-program clean

all: format test  ## 整理格式，再跑全部检查

help:  ## 列出全部命令
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

.tools/bin/uv:
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet --disable-pip-version-check uv

.venv/.ready: pyproject.toml uv.lock | $(UV)
	@echo '正在准备运行环境，第一次约需一两分钟……'
	@$(UV) sync --frozen --quiet
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

run: .venv/.ready $(VENDOR)  ## 打开网页（环境自动装好）
	@$(BIN)/shenbao serve --open

chat: .venv/.ready  ## 在终端里对话
	@$(BIN)/shenbao chat

$(VENDOR): package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
	  { npm ci --silent --no-audit --no-fund >/dev/null 2>&1 && node bot/channels/web/vendor.mjs && touch $@; } \
	  || echo '网页的外观文件没有取到（npm ci），页面用朴素样式，功能一样。'; \
	else echo '没有装 Node，网页用朴素样式，功能一样。'; fi

test: lint types layers check-programs tests  ## 全部检查：风格、类型、分层、项目数据、测试

lint: .venv/.ready  ## 代码风格
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .

format: .venv/.ready  ## 整理代码格式
	$(BIN)/ruff check --fix --quiet .
	$(BIN)/ruff format --quiet .

types: .venv/.ready  ## 类型检查（mypy --strict）
	$(BIN)/mypy

layers: .venv/.ready  ## 谁可以引用谁（import-linter）
	$(BIN)/lint-imports --no-cache

tests: .venv/.ready $(VENDOR)  ## 测试
	$(BIN)/python -m pytest -n auto --dist loadscope

check-programs: .venv/.ready  ## 检查全部项目文件夹
	$(BIN)/shenbao check-programs

evaluate: .venv/.ready  ## 问答质量：各套题（可用 QUESTIONS=文件.jsonl 指定），再在开发题上交叉验证（约三分钟）
	for file in $(or $(QUESTIONS),$(sort $(wildcard bench/questions*.jsonl bench/sealed*.jsonl))); do echo $$file; $(BIN)/shenbao evaluate $$file || exit 1; done
	$(if $(QUESTIONS),,@echo 五折交叉验证，每题都用没见过它的权重作答：; $(BIN)/python -m knowledge.learning.ranking bench/questions.jsonl --phrases 0.05)

bench: .venv/.ready  ## 速度对比
	for file in rules document answers web; do $(BIN)/python -m bench.$$file || exit 1; done
	$(UV) run --frozen --inexact --group bench python -m bench.engine

prove: .venv/.ready  ## 可靠性的长时间证明：200 次真实 kill -9、百万次模拟崩溃、植入的缺陷
	$(BIN)/python -m tests.prove $(PROVE)

diagram: .venv/.ready  ## 重画对话流程图
	$(BIN)/python -m bot.dialogue.transitions > docs/dialogue.md

blanks: .venv/.ready  ## 重新制作空白表（只在改了制作脚本时需要）
	$(BIN)/python -m programs._tooling.blanks

new-program: .venv/.ready  ## 新建一个项目文件夹：make new-program SLUG=shenzhen
	$(BIN)/shenbao new-program $(SLUG)

clean:  ## 删除环境和缓存
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis
