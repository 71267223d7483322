#!/usr/bin/env bash
# Converts on a real Slurm, on this machine: arrays of tasks, of which one is killed and requeued and one fails, a small MaxArraySize, and an end that depends on all tasks.
# The results are compared with those of one process, byte by byte, and validated. Usage, as root, with Debian's packages slurm-wlm and munge: tests/Slurm/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v slurmctld slurmd munged sbatch > /dev/null || { echo "SKIPPED: Slurm is not installed (apt-get install slurm-wlm munge)"; exit 0; }
[ "$(id -u)" = 0 ] || { echo "SKIPPED: Slurm's daemons are started as root"; exit 0; }
work=$(mktemp -d)
chmod 755 "$work"
mkdir -p "$work"/{state,spool,log,bin}
host=$(hostname -s)
mounted=

stop() {
    for pid in "$work"/slurmd.pid "$work"/slurmctld.pid "$work"/munged.pid; do
        [ -f "$pid" ] && kill "$(cat "$pid")" 2> /dev/null || true
    done
    sleep 1
    [ -z "$mounted" ] || umount /sys/fs/cgroup
    rm -rf "$work"
}
trap stop EXIT

# The program as the nodes find it.
[ -n "${NO_BUILD:-}" ] || dotnet build -v q -c Release src/OmeZarr.Cli > /dev/null
program=$PWD/src/OmeZarr.Cli/bin/Release/net10.0/OmeZarr.Cli.dll
dotnet=$(command -v dotnet)
printf '#!/bin/bash\nexec %q exec %q "$@"\n' "$dotnet" "$program" > "$work/bin/omezarr"
chmod +x "$work/bin/omezarr"
export PATH=$work/bin:$PATH

# Slurm: one node, which is this machine.
dd if=/dev/urandom bs=1 count=1024 of="$work/munge.key" 2> /dev/null
chmod 400 "$work/munge.key"
mkdir -p "$work/munge"
munged --force --key-file="$work/munge.key" --socket="$work/munge/socket" --pid-file="$work/munged.pid" --log-file="$work/log/munged.log" --seed-file="$work/munge/seed"
if [ ! -w /sys/fs/cgroup ] || [ -z "$(ls -A /sys/fs/cgroup 2> /dev/null)" ] || ! mkdir "/sys/fs/cgroup/probe.$$" 2> /dev/null; then
    mount -t tmpfs tmpfs /sys/fs/cgroup && mounted=yes
else
    rmdir "/sys/fs/cgroup/probe.$$"
fi
export SLURM_CONF=$work/slurm.conf
printf 'CgroupPlugin=cgroup/v1\n' > "$work/cgroup.conf"
cat > "$SLURM_CONF" << X
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmctldPort=26817
SlurmdPort=26818
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldLogFile=$work/log/slurmctld.log
SlurmdLogFile=$work/log/slurmd.log
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ReturnToService=2
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
MinJobAge=3600
RequeueExit=99
MaxArraySize=9
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
X
slurmctld
sleep 1
slurmd
for _ in $(seq 30); do sinfo -h -t idle -o %D 2> /dev/null | grep -q 1 && break; sleep 1; done
sinfo

finished() { # waits for a job, and says its state
    for _ in $(seq 600); do
        local state
        state=$(scontrol show job "$1" -o 2> /dev/null | grep -oE 'JobState=[A-Z_]+' | sort -u | paste -sd ' ')
        case $state in *PENDING* | *RUNNING* | *COMPLETING*) sleep 1 ;; *) echo "$state"; return ;; esac
    done
    echo TIMEOUT
}

# Inputs: a large plane of noise, a movie of many frames, and a plate of copies of the sample.
mkdir -p "$work"/in/{plate,movie} "$work"/{whole,parts}
edge=2048
le() { printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(printf %02x $(($1 >> 24 & 255)))"; }
tag() { le $(($1 + (4 << 16))); le 1; le "$2"; } # a tag of type LONG
{
    printf 'II*\0\x08\0\0\0\x09\0'
    for pair in 256:$edge 257:$edge 258:16 259:1 262:1 273:256 277:1 278:$edge 279:$((2 * edge * edge)); do tag "${pair%:*}" "${pair#*:}"; done
    head -c $((256 - 10 - 9 * 12)) /dev/zero
    head -c $((2 * edge * edge)) /dev/urandom
} > "$work/in/plane.tif"
for frame in $(seq -w 40); do cp samples/cells.tif "$work/in/movie/frame$frame.tif"; done
for well in A01 A02 A03 B01 B02 B03 C01 C02 C03 H12; do
    for field in 1 2; do cp samples/cells.tif "$work/in/plate/x_${well}_s$field.tif"; done
done
failures=0
compare() { # NAME INPUTS… -- OPTIONS…: one process and 8 tasks, and compares them
    local name=$1; shift
    local inputs=()
    while [ "$1" != -- ]; do inputs+=("$1"); shift; done
    shift
    omezarr convert "${inputs[@]}" "$work/whole/$name.zarr" "$@" > /dev/null
    omezarr plan "${inputs[@]}" "$work/parts/$name.zarr" "$@" --tasks 8 --max-tasks 9 -o "$work/$name.json"
    omezarr plan "${inputs[@]}" "$work/parts/$name.zarr" "$@" --tasks 8 --max-tasks 9 -o "$work/$name.json" --slurm > "$work/$name.sh"
    bash "$work/$name.sh" --cpus-per-task=1 --mem=500 --output="$work/log/%x-%A_%a.out" | tee "$work/$name.jobs"
    local last
    last=$(grep -oE '[0-9]+$' "$work/$name.jobs")
    if [ "$name" = movie ]; then
        # One task is killed while it runs, and goes back to the queue.
        for _ in $(seq 100); do running=$(squeue -h -t R -o '%F_%K' -n omezarr-0 | head -1); [ -n "$running" ] && break; sleep 0.2; done
        echo "requeued: $running"; scontrol requeue "$running"
    fi
    local state
    state=$(finished "$last")
    echo "$name: $state"
    [ "$state" = JobState=COMPLETED ] || { cat "$work"/log/omezarr*.out; squeue; failures=$((failures + 1)); return; }
    diff -r "$work/whole/$name.zarr" "$work/parts/$name.zarr" || failures=$((failures + 1))
    omezarr validate "$work/parts/$name.zarr" --data all | tail -1 || [ $? = 1 ]
}
compare plane "$work/in/plane.tif" -- --name plane --pyramid 5 --chunks 32,32 --shards chunks:2,2
compare movie "$work"/in/movie/*.tif -- --name movie --stack t --pyramid 3 --chunks 1,1,1,16,16
compare plate "$work/in/plate" -- --name plate --plate '_(?<well>[A-P]\d\d)_s(?<field>\d+)\.tif'

# A task that fails keeps the end from running; when its input is back, its array runs again and the end follows.
omezarr plan "$work/in/plate" "$work/parts/failing.zarr" --name plate --plate '_(?<well>[A-P]\d\d)_s(?<field>\d+)\.tif' --tasks 8 -o "$work/failing.json" --slurm > "$work/failing.sh"
victim=$(ls "$work"/in/plate/*.tif | tail -1)
mv "$victim" "$work/victim"
last=$(bash "$work/failing.sh" --cpus-per-task=1 --mem=500 --output="$work/log/%x-%A_%a.out" | grep -oE '[0-9]+$')
for _ in $(seq 300); do squeue -h -j "$last" -o %r 2> /dev/null | grep -q DependencyNeverSatisfied && break; sleep 1; done
squeue -h -j "$last" -o '%j: %r'
[ ! -e "$work/parts/failing.zarr" ] || failures=$((failures + 1))
omezarr finish "$work/failing.json" && failures=$((failures + 1)) || [ $? = 1 ]
scancel "$last"
mv "$work/victim" "$victim"
state=$(finished "$(bash "$work/failing.sh" --cpus-per-task=1 --mem=500 --output="$work/log/%x-%A_%a.out" | grep -oE '[0-9]+$')")
[ "$state" = JobState=COMPLETED ] || failures=$((failures + 1))
diff -r "$work/whole/plate.zarr" "$work/parts/failing.zarr" || failures=$((failures + 1))
echo "4 conversions on Slurm, $failures failed"
exit $((failures > 0))
