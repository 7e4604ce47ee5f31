# 政通 Zhengtong. Needs Python 3.11 or newer and make; everything else is set up in .venv and $(DATA).
PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
DATA ?= var
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1

.PHONY: help run test test-all check bench lock clean

help:  ## 列出可用命令
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-8s %s\n", $$1, $$2}'

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo '需要 Python 3.11 或更高版本（可用 make PYTHON=python3.11 指定）'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || \
	  { echo '无法建立虚拟环境；在 Debian 上请先执行 apt-get install python3-venv'; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.5"
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@echo "$(CURDIR)/src" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/zhengtong.pth"
	@printf '#!/bin/sh\nexec "$$(dirname "$$0")/python" -m zhengtong "$$@"\n' > $(BIN)/zhengtong && chmod +x $(BIN)/zhengtong
	@touch $@

run: $(VENV)/.ready  ## 启动平台（可加 PORT=8765 DATA=目录），首次启动建立示例区
	@ZT_DEMO=yes ZT_DATA="$(abspath $(DATA))" ZT_BASE_URL="http://$(HOST):$(PORT)" $(BIN)/python -m zhengtong setup
	@ZT_DEMO=yes ZT_DATA="$(abspath $(DATA))" ZT_BASE_URL="http://$(HOST):$(PORT)" $(BIN)/python -m zhengtong serve --host $(HOST) --port $(PORT)

test: $(VENV)/.ready  ## 运行测试（两分钟内；浏览器、杀进程等慢测试见 test-all）
	@ZT_DATA="$$(mktemp -d)" $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser and not slow"

test-all: $(VENV)/.ready  ## 运行全部测试（含慢测试和浏览器测试）
	@ZT_DATA="$$(mktemp -d)" $(BIN)/python -m pytest -q -n 2 --dist worksteal -m "not browser"
	@ZT_DATA="$$(mktemp -d)" $(BIN)/python -m pytest -q -m browser

check: $(VENV)/.ready  ## 格式、规范、类型、依赖方向、迁移、模板、译文检查
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@ZT_DATA="$$(mktemp -d)" $(BIN)/python -m zhengtong makemigrations --check --dry-run
	@ZT_DATA="$$(mktemp -d)" $(BIN)/python -m zhengtong check
	@$(BIN)/djlint --lint --quiet src
	@$(BIN)/python dev/translations.py status

bench: $(VENV)/.ready  ## 运行性能对比
	@for each in benchmarks/bench_*.py; do ZT_DATA="$$(mktemp -d)" $(BIN)/python $$each || exit 1; done

lock:  ## 按 pyproject.toml 重新锁定依赖（不记录软件源地址）
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --no-emit-find-links --group dev pyproject.toml -o requirements.lock

clean:  ## 删除虚拟环境与缓存（不动数据目录）
	@rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
