#!/usr/bin/env bash
# Runs a stage of the tests and says in a line what it took, in build/stages too: tools/stage.sh NAME COMMAND…
name=$1
shift
mkdir -p build
TIMEFORMAT="$(printf '%-16s' "$name") %0R s, of which processors worked %0U + %0S s"
exec 3>&2
{ time "$@" 2>&3; } 2>build/stage
status=$?
tail -1 build/stage | tee -a build/stages
rm -f build/stage
exit $status
