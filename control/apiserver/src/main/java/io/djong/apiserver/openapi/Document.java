package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins path items, and the definitions of all types that they lead to, into one document.
final class Document {

    private static final List<String> TOP = List.of();
    private static final List<String> PATHS = List.of("paths");

    private static final Fields BEARER_TOKEN =
            Fields.builder()
                    .add("description", "Bearer Token authentication")
                    .add("in", "header")
                    .add("name", "authorization")
                    .add("type", "apiKey")
                    .build();

    private final Edition edition;
    private final Definitions definitions;
    private final DocumentWriter writer;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();

    private Document(Edition edition, Definitions definitions, DocumentWriter writer) {
        this.edition = edition;
        this.definitions = definitions;
        this.writer = writer;
    }

    static void write(
            Edition edition,
            String version,
            List<PathItem> items,
            Definitions definitions,
            DocumentWriter writer)
            throws IOException {
        new Document(edition, definitions, writer).write(version, items);
    }

    private void write(String version, List<PathItem> items) throws IOException {
        Fields info = Fields.of("title", "Kubernetes", "version", version);
        PathForm form = PathForm.of(edition);
        switch (edition) {
            case V2 -> {
                writer.add(TOP, "swagger", "2.0");
                writer.add(TOP, "info", info);
                writePaths(items, form);
                writeDefinitions(List.of("definitions"));
                for (Map.Entry<String, Fields> parameter : form.shared().entrySet()) {
                    writer.add(List.of("parameters"), parameter.getKey(), parameter.getValue());
                }
                writer.add(List.of("securityDefinitions"), "BearerToken", BEARER_TOKEN);
                writer.add(TOP, "security", List.of(Fields.of("BearerToken", List.of())));
            }
            case V3 -> {
                writer.add(TOP, "openapi", "3.0.0");
                writer.add(TOP, "info", info);
                writePaths(items, form);
                writeDefinitions(List.of("components", "schemas"));
                writer.add(List.of("components", "securitySchemes"), "BearerToken", BEARER_TOKEN);
            }
        }
        writer.end();
    }

    private void writePaths(List<PathItem> items, PathForm form) throws IOException {
        for (PathItem item : items) {
            Fields path = form.write(item);
            collectReferences(path);
            writer.add(PATHS, item.path(), path);
        }
    }

    private void writeDefinitions(List<String> place) throws IOException {
        while (!waiting.isEmpty()) {
            String name = waiting.remove();
            Fields definition = definitions.of(name);
            collectReferences(definition);
            writer.add(place, name, definition);
        }
    }

    private void collectReferences(@Nullable Object value) {
        String prefix = edition.reference("");
        switch (value) {
            case Fields fields -> {
                if (fields.value("$ref") instanceof String reference
                        && reference.startsWith(prefix)
                        && seen.add(reference)) {
                    waiting.add(reference.substring(prefix.length()));
                }
                fields.values().forEach(this::collectReferences);
            }
            case List<?> list -> list.forEach(this::collectReferences);
            case null, default -> {}
        }
    }
}
