#!/usr/bin/env bash
# Makes the screenshots of the guide: samples/make-screenshots/run.sh [IMAGES]
#
# Without IMAGES only that of samples/cells.tif. IMAGES is a folder with human-channels/*.tif, plate-row-o/*.TIF, nuclei/img2d.tif and
# nuclei/mask2d.tif (CellProfiler/examples and stardist/stardist on GitHub) for the others. Needs Chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
dotnet build -v q src/OmeZarr.Cli
dotnet build -v q samples/make-screenshots
omezarr() { dotnet run --no-build --project src/OmeZarr.Cli -- "$@"; }

omezarr convert samples/cells.tif "$work/cells.ome.zarr" --channel-names DNA,actin
if [ $# -gt 0 ]; then
    omezarr convert "$1"/human-channels/*.tif "$work/human.ome.zarr" --stack c --channel-names DNA,tubulin,actin
    omezarr convert "$1/plate-row-o" "$work/plate.ome.zarr" --plate auto
    omezarr convert "$1/nuclei/img2d.tif" "$work/nuclei.ome.zarr" --label "nuclei=$1/nuclei/mask2d.tif"
fi
dotnet run --no-build --project samples/make-screenshots -- "$work" docs/images
