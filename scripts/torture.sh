#!/usr/bin/env bash
# Runs testing/simulation: torture.sh --minutes N [--seed S] | --seed S
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/java.sh
find_java
mvn --batch-mode -q -pl testing/simulation -am -Dspotless.check.skip=true process-classes
# One carrier makes virtual threads take turns in the same order each time: a seed is a run.
exec java -Djdk.virtualThreadScheduler.parallelism=1 -Djdk.virtualThreadScheduler.maxPoolSize=1 \
    -XX:+UseCompactObjectHeaders -XX:+UseSerialGC \
    -cp "testing/simulation/target/classes:machinery/store/target/classes:machinery/meta/target/classes" \
    io.djong.simulation.Torture "$@"
