# The JVM's flags; the AOT cache is only good for the flags it was made with.
SERVER_FLAGS=(
    -XX:+UseCompactObjectHeaders
    -XX:+UseSerialGC
    -Xms64m -Xmx2g
    -XX:MaxMetaspaceSize=256m
    -XX:ReservedCodeCacheSize=96m
    --enable-native-access=ALL-UNNAMED
    -Djdk.virtualThreadScheduler.maxPoolSize=64
    -Dio.netty.noUnsafe=false
    --sun-misc-unsafe-memory-access=allow
)
CLIENT_FLAGS=(-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:+UseCompactObjectHeaders -Xshare:auto --enable-native-access=ALL-UNNAMED)
