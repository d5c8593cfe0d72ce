#!/usr/bin/env bash
# Runs a benchmark of testing/bench: bench.sh NAME
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/java.sh
find_java
case ${1:-} in
    up) main=io.djong.bench.UpBench ;;
    api) main=io.djong.bench.ApiBench ;;
    store) main=io.djong.bench.StoreBench ;;
    *) echo "usage: ./build bench up|api|store" >&2; exit 2 ;;
esac
mvn --batch-mode -q -pl testing/bench -am -Dspotless.check.skip=true process-classes
exec java -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -cp "testing/bench/target/classes:$(sed "s|[^:]*|cluster/target/djong/lib/&|g" <(paste -sd: cluster/target/djong/classpath))" "$main" "$PWD" "${@:2}"
