# Finds a JDK 25 and puts it first: sourced by ./djong and ./build.

is_jdk_25() { [ -x "$1/bin/javac" ] && grep -q '^JAVA_VERSION="25' "$1/release" 2>/dev/null; }

find_java() {
    local home
    for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
        if [ -n "$home" ] && is_jdk_25 "$home"; then
            export JAVA_HOME=$home PATH="$home/bin:$PATH"
            return
        fi
    done
    if [ "$(id -u)" = 0 ] && command -v apt-cache >/dev/null && apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
        echo "installing JDK 25 (openjdk-25-jdk-headless)" >&2
        apt-get install -y -qq --no-install-recommends openjdk-25-jdk-headless >/dev/null
        for home in /usr/lib/jvm/*; do
            if is_jdk_25 "$home"; then
                export JAVA_HOME=$home PATH="$home/bin:$PATH"
                return
            fi
        done
    fi
    echo "djong: no JDK 25 under JAVA_HOME or /usr/lib/jvm: get one from https://adoptium.net or your distribution" >&2
    exit 1
}
