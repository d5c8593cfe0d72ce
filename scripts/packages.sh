#!/usr/bin/env bash
# Installs the Debian packages that a set needs and that are missing: packages.sh node|images|tests
set -euo pipefail

node="containerd crun runc containernetworking-plugins nftables iproute2 conntrack ethtool socat"
images="busybox-static nginx-light"
case ${1:-} in
    node) wanted="$node" ;;
    images) wanted="$images" ;;
    tests) wanted="$node $images curl openssl etcd-client etcd-server" ;;
    *) echo "usage: packages.sh node|images|tests" >&2; exit 2 ;;
esac

missing=""
for package in $wanted; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ]; then
    echo "djong: missing packages:$missing: install them as root with 'apt-get install$missing'" >&2
    exit 1
fi
echo "installing$missing"
# Services of these packages must not start by themselves: djong runs its own.
policy=/usr/sbin/policy-rc.d
made=""
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    made=yes
fi
trap '[ -z "$made" ] || rm -f "$policy"' EXIT
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086 # the list is meant to be split
if ! { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -5 "$log" >&2
    echo "djong: packages could not be installed:$missing" >&2
    exit 1
fi
rm -f "$log"
