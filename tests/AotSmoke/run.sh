#!/bin/sh
# Publishes the smoke test with NativeAOT, every warning an error, and runs it. Needs a native linker: clang, or gcc as CC=gcc.
# Not part of `dotnet test`, which must work without one. NO_BUILD=1 takes the libraries of a Release build that analysed nothing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
linker=${CC:-$(command -v clang >/dev/null && echo clang || echo gcc)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet publish "$here/AotSmoke.csproj" -c Release -o "$work/out" -p:CppCompilerAndLinker="$linker" --use-current-runtime ${NO_BUILD:+-p:RunAnalyzers=false}
"$work/out/AotSmoke" "$work/cells.ome.zarr"
