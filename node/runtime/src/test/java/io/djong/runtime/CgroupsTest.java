package io.djong.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root. The machine's own kind of control groups is tested for real, v2 also on files that look like it.
class CgroupsTest {

    private static final String POD = "kubepods/burstable/pod1";

    private final Cgroups cgroups =
            Cgroups.below("djong-test-" + UUID.randomUUID().toString().substring(0, 6));

    @AfterEach
    void remove() {
        assertThat(cgroups.remove("")).isTrue();
    }

    @Test
    void setsLimitsAndReadsThemBack() {
        cgroups.create(POD);

        cgroups.limit(POD, new CgroupLimits(512L, 20_000L, 100_000L, 64L << 20, 100L));

        assertThat(cgroups.usage(POD))
                .get()
                .satisfies(usage -> {
                    assertThat(usage.memoryLimitBytes()).isEqualTo(64L << 20);
                    assertThat(usage.processes()).isZero();
                });
    }

    @Test
    void countsWhatAProcessUsesAndKillsIt() throws Exception {
        cgroups.create(POD);
        Process busy = joining(POD, "while :; do :; done");
        org.awaitility.Awaitility.await()
                .until(() -> cgroups.usage(POD).orElseThrow().cpuNanos() > 10_000_000);

        assertThat(cgroups.processes("kubepods")).contains(busy.pid());
        assertThat(cgroups.usage("kubepods").orElseThrow().processes()).isEqualTo(1);
        assertThat(cgroups.remove(POD)).isFalse();
        assertThat(cgroups.kill("kubepods")).isFalse();
        busy.waitFor();

        assertThat(cgroups.kill("kubepods")).isTrue();
        assertThat(cgroups.remove(POD)).isTrue();
        assertThat(cgroups.exists(POD)).isFalse();
        assertThat(cgroups.usage(POD)).isEmpty();
    }

    @Test
    void knowsNothingOfAGroupThatIsNotThere() {
        assertThat(cgroups.exists(POD)).isFalse();
        assertThat(cgroups.usage(POD)).isEmpty();
        assertThat(cgroups.processes(POD)).isEmpty();
        assertThat(cgroups.remove(POD)).isTrue();
    }

    private Process joining(String path, String script) throws Exception {
        StringBuilder join = new StringBuilder();
        for (Mounts.Mount mount : Mounts.all()) {
            if (mount.type().startsWith("cgroup")) {
                Path group = mount.point().resolve(cgroups.parentOf(path).substring(1));
                Files.createDirectories(group);
                if (!Files.exists(group.resolve("cpuset.cpus"))) {
                    join.append("echo $$ > ").append(group).append("/cgroup.procs; ");
                }
            }
        }
        return new ProcessBuilder("sh", "-c", join + script).inheritIO().start();
    }

    @Nested
    class Unified {

        @TempDir Path top;

        @Test
        void handsControllersDownTheWay() throws Exception {
            Files.writeString(top.resolve("cgroup.controllers"), "cpu memory pids\n");
            Cgroups unified = new Cgroups(Cgroups.Mode.V2, "djong", Map.of("", top));

            unified.create(POD);

            assertThat(top.resolve("cgroup.subtree_control")).hasContent("+cpu +memory +pids");
            assertThat(top.resolve("djong/kubepods/burstable/cgroup.subtree_control"))
                    .hasContent("+cpu +memory +pids");
            assertThat(top.resolve("djong/" + POD + "/cgroup.subtree_control")).doesNotExist();
        }

        @Test
        void writesLimitsInTheWordsOfV2() throws Exception {
            Path group = Files.createDirectories(top.resolve("djong").resolve(POD));
            Cgroups unified = new Cgroups(Cgroups.Mode.V2, "djong", Map.of("", top));

            unified.limit(POD, new CgroupLimits(1024L, -1L, 100_000L, -1L, 10L));

            assertThat(group.resolve("cpu.weight")).hasContent("39");
            assertThat(group.resolve("cpu.max")).hasContent("max 100000");
            assertThat(group.resolve("memory.max")).hasContent("max");
            assertThat(group.resolve("pids.max")).hasContent("10");
        }

        @Test
        void readsUsage() throws Exception {
            Path group = Files.createDirectories(top.resolve("djong").resolve(POD));
            Files.writeString(group.resolve("cpu.stat"), "usage_usec 5\nuser_usec 3\n");
            Files.writeString(
                    group.resolve("memory.stat"),
                    "anon 7\ninactive_file 2\npgfault 4\npgmajfault 1\n");
            Files.writeString(group.resolve("memory.current"), "12\n");
            Files.writeString(group.resolve("memory.max"), "max\n");
            Files.writeString(group.resolve("pids.current"), "3\n");
            Cgroups unified = new Cgroups(Cgroups.Mode.V2, "djong", Map.of("", top));

            assertThat(unified.usage(POD))
                    .contains(new CgroupUsage(5000, 12, 10, 7, 4, 1, Long.MAX_VALUE, 3));
        }
    }
}
