package io.djong.kubelet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What this process may do itself: it cannot give more to a container, and asking for more makes the runtime fail.
///
/// @spec https://man7.org/linux/man-pages/man7/capabilities.7.html Capabilities
final class OwnCapabilities {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String BOUNDING = "CapBnd:";

    /// Those that machines in containers tend to lack.
    private static final Map<String, Integer> NUMBERS =
            Map.of(
                    "SYS_MODULE", 16,
                    "SYS_RAWIO", 17,
                    "SYS_PTRACE", 19,
                    "SYS_ADMIN", 21,
                    "SYS_BOOT", 22,
                    "SYS_NICE", 23,
                    "SYS_RESOURCE", 24,
                    "SYS_TIME", 25,
                    "NET_ADMIN", 12,
                    "IPC_LOCK", 14);

    private OwnCapabilities() {}

    static Set<String> missing() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith(BOUNDING)) {
                    long mask =
                            HexFormat.fromHexDigitsToLong(
                                    line.substring(BOUNDING.length()).strip());
                    return NUMBERS.entrySet().stream()
                            .filter(one -> (mask >> one.getValue() & 1) == 0)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toUnmodifiableSet());
                }
            }
            return Set.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
