package io.djong.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a table was measured on.
final class Machine {

    private Machine() {}

    /// One line: processors, kernel, Java and how busy others kept it.
    static String describe() throws IOException {
        String processor =
                Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                        .filter(line -> line.startsWith("model name"))
                        .findFirst()
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .orElse("unknown processor");
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return "%d x %s, kernel %s, Java %s, load %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        System.getProperty("os.version"),
                        Runtime.version(),
                        load);
    }
}
