#!/usr/bin/env bash
# Cuts the power while stores are written, and looks at what is left. Needs root, mkfs.ext4 and mkfs.xfs (xfsprogs); not part of `dotnet test`.
#
#     sudo tests/PowerLoss/run.sh [--cuts N] [--scenarios "overwrite plate"] [--durabilities "default flushed"] [--file-systems "ext4 xfs"] [--keep] [--no-build]
#
# The disk is an image file behind a loop device: the file holds all that the file system on it has sent to its disk, and nothing that is only in its page cache. The image lies on
# XFS, where a copy of it (reflink) is one point in time, since no write gets in between, and takes milliseconds: that copy is the disk at the cut. Mounting it replays the journal.
# A neighbour on the same disk syncs a small file of its own ten times a second, as data bases do: it commits the metadata of everybody, but nobody else's data.
set -euo pipefail

cuts=10
scenarios=
durabilities="default flushed"
file_systems="ext4 xfs"
keep=
built=
while [ $# -gt 0 ]; do
    case $1 in
        --cuts) cuts=$2; shift 2 ;;
        --scenarios) scenarios=$2; shift 2 ;;
        --durabilities) durabilities=$2; shift 2 ;;
        --file-systems) file_systems=$2; shift 2 ;;
        --keep) keep=yes; shift ;;
        --no-build) built=yes; shift ;;
        *) sed -n '2,4p' "$0"; exit 2 ;;
    esac
done
[ "$cuts" -ge 6 ] || { echo "--cuts: at least 6" >&2; exit 2; }
[ "$(id -u)" = 0 ] || { echo "PowerLoss needs root, for loop devices and mounts" >&2; exit 2; }
for tool in unshare mkfs.xfs mkfs.ext4; do
    command -v $tool >/dev/null || { echo "PowerLoss needs $tool (Debian: apt-get install xfsprogs e2fsprogs util-linux)" >&2; exit 2; }
done

# Mounts and processes have namespaces of their own, and loop devices go with their mounts: however this ends, the kernel takes all of it away with the first process.
# (For that no disk is mounted below the file system that holds its image: the two would keep each other alive.)
if [ -z "${POWERLOSS_WORK:-}" ]; then
    here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    [ -n "$built" ] || dotnet build "$here" -c Release --nologo -v quiet
    export POWERLOSS_PROGRAM=$here/bin/Release/net10.0/PowerLoss.dll POWERLOSS_WORK=$(mktemp -d)
    given=(--cuts "$cuts" --scenarios "$scenarios" --durabilities "$durabilities" --file-systems "$file_systems" ${keep:+--keep})
    exec unshare --mount --propagation private --pid --mount-proc --fork --kill-child bash "$0" "${given[@]}"
fi

work=$POWERLOSS_WORK
program=$POWERLOSS_PROGRAM
export DOTNET_CLI_TELEMETRY_OPTOUT=1 TMPDIR=$work
scenarios=${scenarios:-$(dotnet "$program" scenarios)}
snapshots=$work/snapshots
mounts=$work/mounts
clean() {
    jobs -p | xargs -r kill 2>/dev/null || true
    umount --lazy --quiet "$mounts"/*/* "$snapshots" 2>/dev/null || true
    [ -n "$keep" ] && echo "kept: $work" || rm -rf --one-file-system "$work" || true
}
trap clean EXIT
trap 'exit 130' INT TERM

# mount_image IMAGE FOLDER [OPTIONS]: the loop device goes with the mount.
mount_image() {
    mkdir -p "$2"
    mount -o "loop${3:+,$3}" "$1" "$2"
}

format() {
    truncate -s 400M "$2"
    case $1 in
        ext4) mkfs.ext4 -q -b 4096 "$2" ;;
        xfs) mkfs.xfs -q -s size=4096 "$2" ;;
    esac
}

# Cuts the power: what was acknowledged before, and the disk. Sets $latest.
cut_power() {
    taken=$((taken + 1))
    latest=$run/cut-$(printf %05d $taken)
    mkdir "$latest"
    cp "$run/acknowledged" "$latest/acknowledged"
    cp --reflink=always "$run/disk.img" "$latest/disk.img"
}

neighbour() {
    while [ ! -e "$run/stop" ]; do
        dd if=/dev/zero of="$live/neighbour" bs=512 count=1 conv=fsync 2>/dev/null
        sleep 0.1
    done
}

is_done() { [ "$(tail -n 1 "$latest/acknowledged")" = done ]; }

# evenly NUMBER THING...: prints as many of the things.
evenly() {
    local wanted=$1 things=("${@:2}") i
    for ((i = 0; i < wanted && i < ${#things[@]}; i++)); do echo "${things[$((wanted < ${#things[@]} ? i * ${#things[@]} / wanted : i))]}"; done
}

# Prints those that are kept of the cuts taken while it wrote: up to half of them right after something was acknowledged, and some of the others.
choose() {
    local wanted=$1 after=() others=() before=0 size cut
    for cut in "${@:2}"; do
        size=$(stat -c %s "$cut/acknowledged")
        if [ "$size" = "$before" ]; then others+=("$cut"); else after+=("$cut"); fi
        before=$size
    done
    local some
    some=$(evenly $((wanted / 2)) "${after[@]}")
    echo "$some"
    evenly $((wanted - $(wc -w <<<"$some"))) "${others[@]}"
}

is_writing() { kill -0 "$writer" 2>/dev/null || grep -qsx done "$run/acknowledged"; }

# Sets $chosen, the cuts to look at: none if the writer failed.
write_and_cut() {
    local during=() first last
    dotnet "$program" write "$scenario" "$durability" "$live" <"$run/go" >"$run/acknowledged" 2>"$run/errors" &
    writer=$!
    exec 4>"$run/go"
    until grep -qsx ready "$run/acknowledged"; do
        is_writing || return 0
        sleep 0.02
    done
    sync -f "$live"
    cut_power
    first=$latest
    neighbour &
    echo go >&4
    while cut_power && ! is_done; do
        during+=("$latest")
        is_writing || return 0
        sleep 0.005
    done
    last=$latest
    sleep 1 && cut_power && last="$last $latest"
    sleep 5 && cut_power && last="$last $latest"
    chosen=$(printf '%s\n' $first $(choose $((cuts - 4)) "${during[@]}") $last | sort)
}

# One writer, one disk, many cuts.
check_run() {
    local prefix="$fs\t$scenario\t$durability\t" cut
    run=$snapshots/$fs-$scenario-$durability
    live=$mounts/$fs/live
    taken=0
    chosen=
    mkdir -p "$run"
    mkfifo "$run/go"
    cp --reflink=always "$snapshots/$fs.img" "$run/disk.img"
    mount_image "$run/disk.img" "$live"
    write_and_cut
    exec 4>&-
    touch "$run/stop"
    wait || true
    umount "$live"
    for cut in $chosen; do
        mount_image "$cut/disk.img" "$mounts/$fs/${cut##*/}" "$([ "$fs" = xfs ] && echo nouuid)"
        ln -s "$mounts/$fs/${cut##*/}" "$cut/disk"
    done
    if [ -n "$chosen" ]; then
        dotnet "$program" check "$scenario" "$durability" $chosen | sed "s/^/$prefix/"
    else
        printf "${prefix}-\tBroken\tBROKEN\tthe writer failed: %s\n" "$(head -n 1 "$run/errors")"
    fi >>"$work/$fs.results"
    for cut in $chosen; do umount "$mounts/$fs/${cut##*/}"; done
    echo "$fs $scenario $durability: $taken snapshots, $(wc -w <<<"$chosen") looked at" >&2
    [ -n "$keep" ] || rm -rf "$run"
}

check_file_system() {
    fs=$1
    format "$fs" "$snapshots/$fs.img"
    for scenario in $scenarios; do
        for durability in $durabilities; do
            check_run
        done
    done
}

table() {
    awk -F '\t' '
        { row = sprintf("%-6s%-11s%-9s", $1, $2, $3); if (!(row in cuts)) rows[++n] = row; cuts[row]++; count[row, $5]++; if ($6 == "BROKEN") broken[row]++ }
        END {
            printf "%-6s%-11s%-9s %5s %5s %5s %8s %7s %16s\n", "", "", "", "cuts", "old", "new", "missing", "broken", "promises broken"
            for (i = 1; i <= n; i++) { r = rows[i]; printf "%s %5d %5d %5d %8d %7d %16d\n", r, cuts[r], count[r, "Old"], count[r, "New"], count[r, "Missing"], count[r, "Broken"], broken[r] }
        }' "$@"
}

truncate -s 20G "$work/snapshots.img"
mkfs.xfs -q -m reflink=1 "$work/snapshots.img"
mount_image "$work/snapshots.img" "$snapshots"
pids=
for fs in $file_systems; do
    check_file_system "$fs" &
    pids="$pids $!"
done
status=0
for pid in $pids; do wait "$pid" || status=1; done
cat $(printf "$work/%s.results " $file_systems) >"$work/results" || true
table "$work/results"
echo
[ $status = 0 ] || { echo "the harness itself failed" >&2; exit 3; }
if grep -P '\tBROKEN\t' "$work/results" | cut -f 1-4,7 | cut -c 1-200 >"$work/broken"; then
    echo "broken promises: $(wc -l <"$work/broken") of $(wc -l <"$work/results") cuts"
    awk -F '\t' '{ if (++shown[$1 $2 $3] <= 2) print "  " $0 }' "$work/broken"
    exit 1
fi
echo "every promise was kept in $(wc -l <"$work/results") cuts"
