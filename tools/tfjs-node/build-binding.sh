#!/usr/bin/env bash
# Makes a project with @tensorflow/tfjs-node and a binding built on the spot, for networks that refuse the prebuilt one.
#
#   tools/tfjs-node/build-binding.sh FOLDER
#
# Headers and libraries come from the wheel of tensorflow-cpu, the headers of Node from its installation. Needs python3 with pip,
# make, g++ and some 1.5 GB of disk. Then: node tools/tfjs-node/check.mjs FOLDER
set -euo pipefail
folder=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$folder"
[ -f package.json ] || echo '{ "private": true, "type": "module" }' > package.json
npm install --ignore-scripts --no-audit --no-fund @tensorflow/tfjs-node@4.22.0 node-gyp

binding=node_modules/@tensorflow/tfjs-node
if [ ! -d wheel/tensorflow ]; then
  # Any Python's wheel will do: only its C++ headers and libraries are taken.
  python3 -m pip download --no-deps --only-binary=:all: --dest wheel tensorflow-cpu
  (cd wheel && python3 -m zipfile -e tensorflow_cpu-*.whl . )
fi
mkdir -p $binding/deps/lib $binding/deps/include $binding/lib/napi-v8
cp -r wheel/tensorflow/include/. $binding/deps/include/
cp wheel/tensorflow/libtensorflow_cc.so.2 wheel/tensorflow/libtensorflow_framework.so.2 $binding/deps/lib/
ln -sf libtensorflow_cc.so.2 $binding/deps/lib/libtensorflow.so
ln -sf libtensorflow_framework.so.2 $binding/deps/lib/libtensorflow_framework.so

headers=$(node -p 'require("path").resolve(process.execPath, "../..")')
nodedir=()
[ -f "$headers/include/node/node_api.h" ] && nodedir=(--nodedir="$headers")
cd $binding
"$folder/node_modules/.bin/node-gyp" rebuild "${nodedir[@]}" \
  --module_name=tfjs_binding --module_path="$PWD/lib/napi-v8" --napi_version=8
echo "Built $folder/$binding/lib/napi-v8/tfjs_binding.node"
