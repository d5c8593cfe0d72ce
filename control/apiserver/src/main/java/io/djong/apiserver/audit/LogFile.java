package io.djong.apiserver.audit;

import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Events as lines of JSON in a file, which is put aside when it is full.
public final class LogFile implements AuditSink {

    /// When and how long files are put aside. Zero sets no limit.
    ///
    /// @param megabytes a file's size, 0 for 100
    public record Rotation(int days, int files, int megabytes) {}

    private static final Log LOG = Log.of(LogFile.class);
    private static final int MEGABYTES = 100;
    private static final long MEGABYTE = 1024L * 1024;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss.SSS", Locale.ROOT);

    private final Path path;
    private final Rotation rotation;
    private final Clock clock;
    private OutputStream out;
    private long size;

    public LogFile(Path path, Rotation rotation, Clock clock) {
        this.path = path.toAbsolutePath();
        this.rotation = rotation;
        this.clock = clock;
        try {
            Files.createDirectories(this.path.resolveSibling("."));
            this.out = open();
        } catch (IOException failed) {
            throw new UncheckedIOException(path + ": cannot be written", failed);
        }
    }

    private OutputStream open() throws IOException {
        size = Files.exists(path) ? Files.size(path) : 0;
        return Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public synchronized boolean accept(Fields event) {
        byte[] json = Json.write(event);
        byte[] line = java.util.Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        long most = (rotation.megabytes == 0 ? MEGABYTES : rotation.megabytes) * MEGABYTE;
        try {
            if (size > 0 && size + line.length > most) {
                rotate();
            }
            out.write(line);
            size += line.length;
            return true;
        } catch (IOException failed) {
            LOG.error("Audit event is lost", failed, "file", path);
            return false;
        }
    }

    private void rotate() throws IOException {
        out.close();
        String stamp = STAMP.format(LocalDateTime.ofInstant(clock.now(), ZoneOffset.UTC));
        Files.move(path, path.resolveSibling(stem() + "-" + stamp + extension()));
        out = open();
        removeOld();
    }

    private String name() {
        return String.valueOf(path.getFileName());
    }

    private String stem() {
        int dot = name().lastIndexOf('.');
        return dot < 0 ? name() : name().substring(0, dot);
    }

    private String extension() {
        int dot = name().lastIndexOf('.');
        return dot < 0 ? "" : name().substring(dot);
    }

    private record Aside(Path file, Instant since) {}

    private void removeOld() throws IOException {
        List<Aside> kept = aside();
        kept.sort(Comparator.comparing(Aside::since).reversed());
        Instant oldest = clock.now().minus(Duration.ofDays(rotation.days));
        for (int i = 0; i < kept.size(); i++) {
            boolean isTooMany = rotation.files > 0 && i >= rotation.files;
            boolean isTooOld = rotation.days > 0 && kept.get(i).since.isBefore(oldest);
            if (isTooMany || isTooOld) {
                Files.deleteIfExists(kept.get(i).file);
            }
        }
    }

    private List<Aside> aside() throws IOException {
        List<Aside> aside = new ArrayList<>();
        String prefix = stem() + "-";
        try (Stream<Path> files = Files.list(path.resolveSibling("."))) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (name.startsWith(prefix) && name.endsWith(extension())) {
                    addAside(
                            aside,
                            file,
                            name.substring(prefix.length(), name.length() - extension().length()));
                }
            }
        }
        return aside;
    }

    private static void addAside(List<Aside> aside, Path file, String stamp) {
        try {
            aside.add(new Aside(file, LocalDateTime.parse(stamp, STAMP).toInstant(ZoneOffset.UTC)));
        } catch (DateTimeParseException foreign) {
            LOG.debug("Not one of the audit log's files", "file", file);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException failed) {
            LOG.error("Audit log does not close", failed, "file", path);
        }
    }
}
