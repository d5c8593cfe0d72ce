package io.djong.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// What the processes in a control group have used so far, or use now.
///
/// @param cpuNanos processor time since the group was made
/// @param memoryBytes everything that is charged, page cache included
/// @param workingSetBytes memory without the part of the cache that can be dropped at once; eviction looks at it
/// @param rssBytes anonymous memory
/// @param pageFaults since the group was made
/// @param majorPageFaults those which had to read from a disk
/// @param memoryLimitBytes the group's own limit, `Long.MAX_VALUE` for none
/// @param processes threads count as well
public record CgroupUsage(
        long cpuNanos,
        long memoryBytes,
        long workingSetBytes,
        long rssBytes,
        long pageFaults,
        long majorPageFaults,
        long memoryLimitBytes,
        long processes) {

    /// v1 writes "no limit" as the largest page-aligned number.
    private static final long V1_NO_LIMIT = Long.MAX_VALUE & ~0xfffL;

    static CgroupUsage ofV1(Path cpuacct, Path memory, Path pids) throws IOException {
        Map<String, Long> stat = table(memory.resolve("memory.stat"));
        long used = number(memory.resolve("memory.usage_in_bytes"));
        long limit = number(memory.resolve("memory.limit_in_bytes"));
        return new CgroupUsage(
                number(cpuacct.resolve("cpuacct.usage")),
                used,
                Math.max(0, used - stat.getOrDefault("total_inactive_file", 0L)),
                stat.getOrDefault("total_rss", 0L),
                stat.getOrDefault("total_pgfault", 0L),
                stat.getOrDefault("total_pgmajfault", 0L),
                limit >= V1_NO_LIMIT ? Long.MAX_VALUE : limit,
                number(pids.resolve("pids.current")));
    }

    static CgroupUsage ofUnified(Path group) throws IOException {
        Map<String, Long> stat = table(group.resolve("memory.stat"));
        long used = number(group.resolve("memory.current"));
        return new CgroupUsage(
                table(group.resolve("cpu.stat")).getOrDefault("usage_usec", 0L) * 1000,
                used,
                Math.max(0, used - stat.getOrDefault("inactive_file", 0L)),
                stat.getOrDefault("anon", 0L),
                stat.getOrDefault("pgfault", 0L),
                stat.getOrDefault("pgmajfault", 0L),
                number(group.resolve("memory.max")),
                number(group.resolve("pids.current")));
    }

    private static long number(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
    }

    private static Map<String, Long> table(Path file) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.put(
                        line.substring(0, blank),
                        Long.parseLong(line.substring(blank + 1).strip()));
            }
        }
        return values;
    }
}
