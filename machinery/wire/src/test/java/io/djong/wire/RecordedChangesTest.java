package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Thousands of documents with one thing wrong (or not): who refuses them while decoding, and in which words.
class RecordedChangesTest {

    private static final String STRICT = "strict decoding error: ";

    private int compared;

    @Test
    void decodingRefusesWhatUpstreamRefuses() {
        Path oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        List<String> different = new ArrayList<>();

        for (Path file :
                Oracle.files(Objects.requireNonNull(oracle).resolve("fields"), ".jsonl.gz")) {
            replay(file, different);
        }

        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(10_000);
    }

    private void replay(Path file, List<String> different) {
        Fields document = Fields.EMPTY;
        StructType type = null;
        for (String text : lines(file)) {
            Fields line = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
            if (line.string("op").equals("doc")) {
                document = line.fields("doc");
                KindFacts kind =
                        Schema.kubernetes()
                                .kind(
                                        GroupVersion.parse(document.string("apiVersion")),
                                        document.string("kind"));
                type = kind == null ? null : Schema.kubernetes().type(kind.typeName());
            } else if (line.string("op").equals("create") && type != null && !line.bool("varies")) {
                check(type, document, line, different);
            }
        }
    }

    private static List<String> lines(Path file) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + file, failure);
        }
    }

    private void check(StructType type, Fields document, Fields line, List<String> different) {
        Object changed = changed(document, line.list("path"), 0, line.has("to"), line.value("to"));
        String message = line.string("message");
        boolean refusedWhileDecoding = message.contains(" cannot be handled as a ");
        String ours;
        try {
            Decoded decoded =
                    DocumentDecoder.decode(type, (Fields) Objects.requireNonNull(changed));
            ours =
                    decoded.complaints().isEmpty()
                            ? ""
                            : STRICT + String.join(", ", decoded.complaints());
        } catch (DecodeException refused) {
            ours = refused.getMessage();
        }
        compared++;
        boolean exact = message.contains(STRICT) || ours.startsWith(STRICT);
        boolean right =
                exact ? message.endsWith(": " + ours) : refusedWhileDecoding == !ours.isEmpty();
        if (!right && !message.contains("the object provided is unrecognized")) {
            different.add(
                    type.simpleName()
                            + " "
                            + Json.text(line.value("path"))
                            + " -> "
                            + Json.text(line.value("to"))
                            + "\n   ours     "
                            + ours
                            + "\n   upstream "
                            + line.integer("status")
                            + " "
                            + message);
        }
    }

    private static @Nullable Object changed(
            @Nullable Object value, List<?> path, int depth, boolean set, @Nullable Object to) {
        if (depth == path.size()) {
            return to;
        }
        boolean last = depth == path.size() - 1;
        if (value instanceof Fields fields) {
            String name = (String) Objects.requireNonNull(path.get(depth));
            return last && !set
                    ? fields.without(name)
                    : fields.with(name, changed(fields.value(name), path, depth + 1, set, to));
        }
        List<@Nullable Object> list = new ArrayList<>((List<?>) Objects.requireNonNull(value));
        int at = ((Long) Objects.requireNonNull(path.get(depth))).intValue();
        if (last && !set) {
            list.remove(at);
        } else {
            list.set(at, changed(list.get(at), path, depth + 1, set, to));
        }
        return TreeList.copyOf(list);
    }
}
