#!/usr/bin/env bash
# Makes the AOT cache of the product in DIR: one short run of a control plane teaches the JVM which classes a start needs.
set -euo pipefail
dir=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
. "$(dirname "${BASH_SOURCE[0]}")/flags.sh"
rm -f "$dir/djong.aot"
if ! (cd "$dir/lib" && java "${SERVER_FLAGS[@]}" -XX:AOTCacheOutput="$dir/djong.aot" -cp "$(paste -sd: ../classpath)" \
        io.djong.cluster.Main train --data-dir "$scratch/data" >"$scratch/log" 2>&1); then
    tail -20 "$scratch/log" >&2
    echo "build: no AOT cache: djong will start more slowly" >&2
fi
