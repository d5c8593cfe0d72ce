package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.Threads;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A directory that cannot be opened: one clear line, and every byte as it was.
class MisusedDirectoryTest {

    /// "nobody" where the tests run as root, whom no permission stops.
    private static final String NOBODY = "65534";

    @TempDir private Path parent;
    private Path directory = Path.of("");

    @BeforeEach
    void fill() {
        directory = parent.resolve("store");
        try (Store store = open(directory)) {
            TestStores.put(store, "/a", "1");
        }
    }

    private static DiskStore open(Path directory) {
        ManualClock clock = new ManualClock();
        return new DiskStore(
                directory,
                DiskOptions.defaults().withFsync(false),
                Value.Factory.PLAIN,
                clock,
                clock,
                Threads.virtual(),
                RandomGenerator.of("L64X128MixRandom"));
    }

    private Map<String, String> bytes() throws IOException {
        Map<String, String> bytes = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!file.endsWith(DirectoryLock.NAME)) {
                    bytes.put(
                            file.getFileName().toString(),
                            new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return bytes;
    }

    @Test
    void leavesANewerFormatAlone() throws IOException {
        Path newer = directory.resolve(FileNames.SNAPSHOT.of(1));
        byte[] header = new FileHeader(FileHeader.Kind.SNAPSHOT, 1, 1).encode().array();
        header[11] = FileHeader.FORMAT + 1;
        Files.write(newer, header);
        Files.write(directory.resolve(FileNames.SNAPSHOT.unfinished(2)), header);
        Map<String, String> before = bytes();

        assertThatThrownBy(() -> open(directory))
                .isInstanceOf(StoreException.class)
                .hasMessage(
                        newer
                                + " has format 2, this version reads format 1: use the newer djong that wrote it");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void leavesAnotherProductsDirectoryAlone() throws IOException {
        directory = parent.resolve("etcd");
        Files.createDirectories(directory.resolve("member"));

        assertThatThrownBy(() -> open(directory))
                .hasMessage(directory + " holds something else than a store: member");
        assertThat(directory.resolve(DirectoryLock.NAME)).doesNotExist();
    }

    @Test
    void leavesAHalfRestoredDirectoryAlone() throws IOException {
        Files.createFile(directory.resolve(FileNames.RESTORING));
        Map<String, String> before = bytes();

        assertThatThrownBy(() -> open(directory))
                .hasMessage(
                        directory
                                + ": a restore into it was not finished: delete the directory and restore again");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void saysThatPermissionIsMissing() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> before = bytes();

        assertThat(openAsNobody()).isEqualTo("open " + directory + ": permission denied");
        assertThat(bytes()).isEqualTo(before);
    }

    @Test
    void saysThatADirectoryIsReadOnly() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
        try (Stream<Path> files = Files.list(directory)) {
            files.forEach(MisusedDirectoryTest::makeReadOnly);
        }
        Map<String, String> before = bytes();

        assertThat(openAsNobody())
                .isEqualTo("open " + directory.resolve("lock") + ": permission denied");
        assertThat(bytes()).isEqualTo(before);
    }

    private static void makeReadOnly(Path file) {
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private String openAsNobody() throws IOException, InterruptedException {
        boolean isRoot = System.getProperty("user.name", "").equals("root");
        Assumptions.assumeTrue(isRoot, "only root can be somebody else");
        Process opener =
                new ProcessBuilder(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                classPath(),
                                Opener.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String said;
        try (var output = opener.inputReader(StandardCharsets.UTF_8)) {
            said = output.readAllAsString().strip();
        }
        assertThat(opener.waitFor()).isZero();
        return said;
    }

    /// Only what another user may read: no libraries, which may lie in a home directory.
    private static String classPath() {
        return Stream.of(Opener.class, DiskStore.class, Threads.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /// Opens a store as another user, and tells why it could not.
    static final class Opener {

        private Opener() {}

        public static void main(String[] arguments) {
            try (Store store = open(Path.of(arguments[0]))) {
                System.out.println("opened at revision " + store.revision());
            } catch (StoreException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
