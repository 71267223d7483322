#!/bin/sh
# Mutation testing of some files: tests/Mutation/run.sh AREA FILES...
# AREA is a folder beside this script: Library (src/OmeZarr), Metadata or Shards (src/Zarr). Each of FILES is a glob of what is mutated.
# MUTATION_CONCURRENCY is the number of mutants that are tested at the same time (2).
set -eu
cd "$(dirname "$0")"
area=${1:?"name an area: Library, Metadata or Shards"}
case $area in
    Library) project=OmeZarr ;;
    Metadata | Shards) project=Zarr ;;
    *) echo "there is no area $area" >&2; exit 1 ;;
esac
shift
[ $# -gt 0 ] || { echo "name the files to mutate, for example '**/Json/*.cs'" >&2; exit 1; }
for files; do
    shift
    set -- "$@" --mutate "$files"
done
export RunAnalyzers=false # for the builds that Stryker starts
dotnet tool restore
cd "$area"
exec dotnet stryker --test-runner mtp --project "$project.csproj" "$@" --concurrency "${MUTATION_CONCURRENCY:-2}" --config-file ../stryker-config.json
