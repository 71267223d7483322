#!/bin/sh
# Mutation testing of one area: tests/Mutation/run.sh AREA [FILES]
# AREA is a folder beside this script; FILES (a glob) narrows what is mutated.
# MUTATION_CONCURRENCY is the number of mutants that are tested at the same time (2).
set -eu
cd "$(dirname "$0")"
area=${1:?"name an area: $(ls -d */ | tr -d / | tr '\n' ' ')"}
case $area in
    Planning) project=OmeZarr files='**/Planning/**/*.cs' ;;
    Json) project=OmeZarr files='**/Json/*.cs' ;;
    Metadata) project=Zarr files='**/Metadata/**/*.cs' ;;
    ShardIndex) project=Zarr files='**/Codecs/Sharding/ShardIndex*.cs' ;;
    Shards) project=Zarr files='**/Arrays/Shards/*.cs' ;;
    *) echo "there is no area $area" >&2; exit 1 ;;
esac
export RunAnalyzers=false # for the builds that Stryker starts
dotnet tool restore
cd "$area"
exec dotnet stryker --test-runner mtp --project "$project.csproj" --mutate "${2:-$files}" --concurrency "${MUTATION_CONCURRENCY:-2}" --config-file ../stryker-config.json
