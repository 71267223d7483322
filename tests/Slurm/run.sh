#!/usr/bin/env bash
# Converts on a real Slurm, on this machine: arrays of tasks, of which one is killed and requeued and one fails, a small MaxArraySize, and an end that depends on all tasks.
# The results are compared with those of one process, byte by byte, and validated. About two minutes on two processors.
#
#   tests/Slurm/run.sh      as root, with Debian's packages slurm-wlm and munge; NO_BUILD=1 takes the Release build that is there
#
# Exit codes: 0 all is well, 1 a conversion failed, 77 skipped: the last line says why.
set -euo pipefail
cd "$(dirname "$0")/../.."
skip() { echo "$1"; exit 77; }
[ "$(id -u)" = 0 ] || skip "Slurm's daemons are started as root"
export PATH=$PATH:/usr/sbin:/sbin
for command in slurmctld slurmd munged sbatch scontrol; do command -v "$command" > /dev/null || skip "Slurm is not installed: apt-get install slurm-wlm munge"; done
work=$(mktemp -d)
chmod 755 "$work"
mkdir -p "$work"/{state,spool,log,bin}
host=$(hostname -s)
mounted=

stop() {
    [ ! -f "$work/slurm.conf" ] || SLURM_CONF=$work/slurm.conf scancel --user="$(id -un)" > /dev/null 2>&1 || true
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

# Slurm: one node, which is this machine. A requeued task waits until its credential is too old to be used twice (cred_expire).
dd if=/dev/urandom bs=1 count=1024 of="$work/munge.key" 2> /dev/null
chmod 400 "$work/munge.key"
mkdir -p "$work/munge"
unstarted() { [ ! -d "$work/log" ] || tail -n 20 "$work"/log/*.log; skip "Slurm's $1 does not start on this machine"; }
munged --force --key-file="$work/munge.key" --socket="$work/munge/socket" --pid-file="$work/munged.pid" --log-file="$work/log/munged.log" --seed-file="$work/munge/seed" || unstarted "munged"
if [ ! -w /sys/fs/cgroup ] || [ -z "$(ls -A /sys/fs/cgroup 2> /dev/null)" ] || ! mkdir "/sys/fs/cgroup/probe.$$" 2> /dev/null; then
    mount -t tmpfs tmpfs /sys/fs/cgroup 2> /dev/null || skip "Slurm needs /sys/fs/cgroup, and nothing can be mounted there"
    mounted=yes
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
AuthInfo=socket=$work/munge/socket,cred_expire=5
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SchedulerParameters=batch_sched_delay=0,sched_interval=2
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
KillWait=5
MinJobAge=3600
MaxArraySize=8
NodeName=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=8000 State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
X
slurmctld || unstarted "slurmctld"
sleep 1
slurmd || unstarted "slurmd"
for _ in $(seq 30); do sinfo -h -t idle -o %D 2> /dev/null | grep -q 1 && break; sleep 1; done
sinfo
sinfo -h -t idle -o %D | grep -q 1 || unstarted "node"

failures=0
fail() { echo "FAILED: $1"; failures=$((failures + 1)); }

finished() { # waits for a job, and says its state
    for _ in $(seq 240); do
        local state
        state=$(scontrol show job "$1" -o 2> /dev/null | grep -oE 'JobState=[A-Z_]+' | sort -u | paste -sd ' ')
        case $state in *PENDING* | *RUNNING* | *COMPLETING*) sleep 0.5 ;; *) echo "$state"; return ;; esac
    done
    echo TIMEOUT
}

submit() { # the number of the last job; the task's files of output are in the folder of logs
    bash "$1" --cpus-per-task=1 --mem=500 --output="$work/log/%x-%A_%a.out" | grep -oE '[0-9]+$'
}

same() { # whether a result is that of one process, and valid
    diff -r "$work/whole/$1.zarr" "$work/parts/$2.zarr" || fail "$2 has other bytes"
    omezarr validate "$work/parts/$2.zarr" --data all > "$work/valid" || [ $? = 1 ] || fail "$2 is not valid"
    tail -n 1 "$work/valid"
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
pattern='_(?<well>[A-P]\d\d)_s(?<field>\d+)\.tif'

compare() { # NAME INPUTS… -- OPTIONS…: one process and 8 tasks, and compares them
    local name=$1 last state
    shift
    local inputs=()
    while [ "$1" != -- ]; do inputs+=("$1"); shift; done
    shift
    omezarr convert "${inputs[@]}" "$work/whole/$name.zarr" "$@" > /dev/null
    omezarr plan "${inputs[@]}" "$work/parts/$name.zarr" "$@" --tasks 8 --max-tasks 8 -o "$work/$name.json" --slurm > "$work/$name.sh"
    last=$(submit "$work/$name.sh")
    [ "$name" != movie ] || requeue
    state=$(finished "$last")
    echo "$name: $state"
    [ "$state" = JobState=COMPLETED ] || { cat "$work"/log/omezarr*.out; squeue; fail "$name did not end"; return; }
    same "$name" "$name"
}

requeue() { # kills a task while it runs; it goes back to the queue
    local running job
    for _ in $(seq 300); do
        running=$(squeue -h -t R -o '%F_%K' -n omezarr-0 | head -n 1)
        [ -n "$running" ] && job=$(squeue -h -j "$running" -o %A | head -n 1) && scontrol requeue "$job" 2> /dev/null && break
        running=
        sleep 0.1
    done
    [ -n "$running" ] || { fail "no task was killed while it ran"; return; }
    echo "requeued: $running"
    for _ in $(seq 120); do scontrol show job "$job" -o | grep -q 'Restarts=1 ' && return; sleep 0.5; done
    fail "the killed task did not run again"
}

compare plane "$work/in/plane.tif" -- --name plane --pyramid 5 --chunks 32,32 --shards chunks:2,2
compare movie "$work"/in/movie/*.tif -- --name movie --stack t --pyramid 3 --chunks 1,1,1,16,16
compare plate "$work/in/plate" -- --name plate --plate "$pattern"

# The cluster takes arrays of 8 tasks at most. A plan that does not respect it is refused there, so --max-tasks gives each task more.
omezarr plan "$work/in/plate" "$work/parts/many.zarr" --name plate --plate "$pattern" --tasks 10 -o "$work/many.json" --slurm > "$work/many.sh"
bash "$work/many.sh" > "$work/many.out" 2>&1 && fail "MaxArraySize is not small"
grep -q 'Invalid job array specification' "$work/many.out" || fail "Slurm said something else: $(cat "$work/many.out")"
omezarr plan "$work/in/plate" "$work/parts/many.zarr" --name plate --plate "$pattern" --task-bytes 200KB --max-tasks 8 -o "$work/many.json" | sed -n 2,3p

# A task that fails keeps the end from running. When its input is back, its array runs again and the end follows.
omezarr plan "$work/in/plate" "$work/parts/failing.zarr" --name plate --plate "$pattern" --tasks 8 --max-tasks 8 -o "$work/failing.json" --slurm > "$work/failing.sh"
victim=$(ls "$work"/in/plate/*.tif | tail -n 1)
mv "$victim" "$work/victim"
last=$(submit "$work/failing.sh")
for _ in $(seq 120); do squeue -h -j "$last" -o %r 2> /dev/null | grep -q DependencyNeverSatisfied && break; sleep 0.5; done
squeue -h -j "$last" -o '%j: %r' | tee "$work/reason"
grep -q DependencyNeverSatisfied "$work/reason" || fail "the end does not wait for the failed task"
[ ! -e "$work/parts/failing.zarr" ] || fail "something was published without a task"
status=0
omezarr finish "$work/failing.json" || status=$?
[ $status = 1 ] || fail "finish ended with $status although a task is missing"
scancel "$last"
mv "$work/victim" "$victim"
state=$(finished "$(submit "$work/failing.sh")")
echo "failing: $state"
[ "$state" = JobState=COMPLETED ] && same plate failing || fail "failing did not end"

echo "4 conversions on Slurm, $failures failed, in $SECONDS s"
exit $((failures > 0))
