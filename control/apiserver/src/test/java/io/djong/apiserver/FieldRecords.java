package io.djong.apiserver;

import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/// What upstream's server answers to single changes of sample documents, as recorded beside the checkout.
final class FieldRecords {

    /// Stands for the namespace in which the records were made.
    private static final String NAMESPACE_MARK = "{ns}";

    /// A sample document with what was tried on it.
    record Sample(Fields document, List<Change> changes) {}

    /// One change and upstream's answer.
    ///
    /// @param value the value to set, meaningless when `removes`
    record Change(
            boolean creates,
            List<Object> path,
            boolean removes,
            @Nullable Object value,
            Fields answer) {}

    private FieldRecords() {}

    /// The folder of the records, when there is one beside the checkout.
    static Optional<Path> folder() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path records = at.resolve("shared/oracle/fields");
            if (Files.isDirectory(records)) {
                return Optional.of(records);
            }
        }
        return Optional.empty();
    }

    static List<Sample> read(Path file, String namespace) throws IOException {
        List<Sample> samples = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Fields record = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
                switch (record.string("op")) {
                    case "doc" ->
                            samples.add(
                                    new Sample(
                                            (Fields)
                                                    Objects.requireNonNull(
                                                            named(record.value("doc"), namespace)),
                                            new ArrayList<>()));
                    case "create", "update" ->
                            samples.getLast().changes().add(change(record, namespace));
                    default -> {}
                }
            }
        }
        return samples;
    }

    private static Change change(Fields record, String namespace) {
        List<Object> path = new ArrayList<>();
        record.list("path").forEach(step -> path.add(Objects.requireNonNull(step)));
        return new Change(
                record.string("op").equals("create"),
                path,
                !record.has("to"),
                named(record.value("to"), namespace),
                record);
    }

    /// The same value for another namespace.
    static @Nullable Object named(@Nullable Object value, String namespace) {
        String text = new String(Json.write(value), StandardCharsets.UTF_8);
        return Json.parse(text.replace(NAMESPACE_MARK, namespace).getBytes(StandardCharsets.UTF_8));
    }

    /// The document with the change made.
    static Fields changed(Fields document, Change change) {
        return (Fields) changed(document, change, 0);
    }

    private static Object changed(Object at, Change change, int depth) {
        Object step = change.path().get(depth);
        boolean last = depth == change.path().size() - 1;
        if (at instanceof Fields fields) {
            String name = step.toString();
            if (last) {
                return change.removes() ? fields.without(name) : fields.with(name, change.value());
            }
            return fields.with(
                    name, changed(Objects.requireNonNull(fields.value(name)), change, depth + 1));
        }
        List<@Nullable Object> items = new ArrayList<>((List<?>) at);
        int position = ((Number) step).intValue();
        if (last && change.removes()) {
            items.remove(position);
        } else {
            items.set(
                    position,
                    last
                            ? change.value()
                            : changed(
                                    Objects.requireNonNull(items.get(position)),
                                    change,
                                    depth + 1));
        }
        return Collections.unmodifiableList(items);
    }
}
