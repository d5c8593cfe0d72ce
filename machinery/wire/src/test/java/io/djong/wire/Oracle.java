package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// The recorded answers of upstream's server, when they lie beside the checkout.
public final class Oracle {

    private Oracle() {}

    public static @Nullable Path folder() {
        for (Path here = Path.of("").toAbsolutePath(); here != null; here = here.getParent()) {
            Path folder = here.resolve("shared").resolve("oracle");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        return null;
    }

    /// The answers to real creates of every kind, in both encodings.
    public static List<Fields> stored(Path oracle) {
        List<Fields> stored = new ArrayList<>();
        for (Path file : files(oracle.resolve("fields"), ".jsonl.gz")) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> line.contains("\"protobuf\":"))
                        .map(line -> Json.parseObject(line.getBytes(StandardCharsets.UTF_8)))
                        .filter(line -> line.has("protobuf"))
                        .forEach(stored::add);
            } catch (IOException failure) {
                throw new UncheckedIOException("read " + file, failure);
            }
        }
        return stored;
    }

    public static Fields scenario(Path oracle, String name) {
        try {
            // Times are marked; any time does.
            String text =
                    Files.readString(oracle.resolve(name + ".json"))
                            .replace("<time>", "2026-01-02T03:04:05Z");
            return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + name, failure);
        }
    }

    public static List<Path> files(Path folder, String suffix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("list " + folder, failure);
        }
    }
}
