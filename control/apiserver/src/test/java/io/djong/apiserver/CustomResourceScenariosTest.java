package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.apiserver.TestServer.Answer;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Plays the recorded scenarios of custom resources and counts the answers that are upstream's. The numbers never fall:
/// `custom-resource-scenarios.txt` holds those that are reached. Steps that read a watch are left to the oracle's own
/// tool; their answers do not count.
final class CustomResourceScenariosTest {

    private static final Pattern TIME =
            Pattern.compile("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private static final Set<String> VARIES =
            Set.of(
                    "resourceVersion",
                    "uid",
                    "continue",
                    "creationTimestamp",
                    "deletionTimestamp",
                    "storageVersionHash",
                    "remainingItemCount",
                    "description");

    @TestFactory
    Stream<DynamicTest> answersAsOftenAsUpstreamAsBefore() throws IOException {
        var folder = FieldRecords.folder();
        assumeTrue(folder.isPresent(), "no records beside the checkout");
        Map<String, Integer> reached = reached();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.get().resolveSibling("crd"))) {
            files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }

        return files.stream().map(file -> test(file, reached.getOrDefault(name(file), 0)));
    }

    private static DynamicTest test(Path file, int before) {
        return DynamicTest.dynamicTest(
                name(file),
                () -> {
                    int equal = equalAnswers(file);

                    System.out.println(name(file) + " " + equal);
                    assertThat(equal).isGreaterThanOrEqualTo(before);
                });
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".json", "");
    }

    private static Map<String, Integer> reached() throws IOException {
        Map<String, Integer> reached = new TreeMap<>();
        try (InputStream file =
                Objects.requireNonNull(
                        CustomResourceScenariosTest.class.getResourceAsStream(
                                "custom-resource-scenarios.txt"))) {
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" "))
                    .forEach(parts -> reached.put(parts[0], Integer.parseInt(parts[1])));
        }
        return reached;
    }

    private static int equalAnswers(Path file) throws IOException {
        Fields scenario = Json.parseObject(Files.readAllBytes(file));
        List<?> steps = scenario.list("steps");
        List<?> answers = scenario.list("answers");
        Map<String, String> names =
                new HashMap<>(Map.of("ns", "o-scenario", "other", "p-scenario"));
        int equal = 0;
        try (TestServer server = new TestServer()) {
            for (String namespace : List.copyOf(names.values())) {
                server.post(
                        "/api/v1/namespaces", "{\"metadata\":{\"name\":\"" + namespace + "\"}}");
            }
            for (int i = 0; i < steps.size(); i++) {
                Fields step = (Fields) Objects.requireNonNull(steps.get(i));
                Fields wanted = (Fields) Objects.requireNonNull(answers.get(i));
                if (step.value("watch") != null) {
                    continue;
                }
                Answer answer = send(server, step, names);
                step.fields("save")
                        .forEach((name, path) -> names.put(name, saved(answer, (String) path)));
                if (isEqual(wanted, answer, names)) {
                    equal++;
                }
            }
        }
        return equal;
    }

    private static Answer send(TestServer server, Fields step, Map<String, String> names) {
        String[] request = filled(step.string("request"), names).split(" ", 2);
        List<String> headers = new ArrayList<>(List.of("User-Agent", "oracle/1"));
        step.fields("headers")
                .forEach((name, value) -> {
                    headers.add(name);
                    headers.add(filled(String.valueOf(value), names));
                });
        String body =
                step.has("text")
                        ? step.string("text")
                        : step.has("body") ? Json.text(step.value("body")) : null;
        return server.send(
                request[0],
                request[1].replace(" ", "%20"),
                body == null ? null : filled(body, names),
                headers.toArray(String[]::new));
    }

    private static String filled(@Nullable String text, Map<String, String> names) {
        String filled = Objects.requireNonNullElse(text, "");
        for (Map.Entry<String, String> name : names.entrySet()) {
            filled = filled.replace("{" + name.getKey() + "}", name.getValue());
        }
        return filled;
    }

    private static String saved(Answer answer, String path) {
        Object value = answer.body();
        for (String step : path.split("\\.")) {
            value =
                    switch (value) {
                        case Fields fields -> fields.value(step);
                        case List<?> list -> list.get(Integer.parseInt(step));
                        case null, default -> null;
                    };
        }
        return Objects.toString(value, "");
    }

    private static boolean isEqual(Fields wanted, Answer answer, Map<String, String> names) {
        Object got = answer.body().isEmpty() ? answer.text() : answer.body();
        Object body = wanted.value("body");
        return wanted.integer("status") == answer.status()
                && Objects.equals(normal(body, "", names), normal(got, "", names));
    }

    /// With everything that varies from run to run replaced by a mark.
    private static @Nullable Object normal(
            @Nullable Object value, String key, Map<String, String> names) {
        if (VARIES.contains(key) && value instanceof String text && !text.isEmpty()) {
            return "<" + key + ">";
        }
        return switch (value) {
            case Fields fields -> {
                Map<String, @Nullable Object> sorted = new TreeMap<>();
                fields.forEach(
                        (name, one) -> sorted.put(marked(name, names), normal(one, name, names)));
                yield sorted;
            }
            case List<?> list ->
                    list.stream().map(one -> normal(one, "", names)).toList().toString();
            case String text when TIME.matcher(text).matches() -> "<time>";
            case String text -> UID.matcher(marked(text, names)).replaceAll("<uid>");
            case Number number -> number.doubleValue();
            case null -> null;
            default -> value;
        };
    }

    private static String marked(String text, Map<String, String> names) {
        return text.replace(Objects.requireNonNull(names.get("ns")), "{ns}")
                .replace(Objects.requireNonNull(names.get("other")), "{other}");
    }
}
