package io.djong.auth.config;

import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is wrong with a configuration file, told all at once. Confined to the thread that reads the file.
final class Errors {

    private static final String GROUP = "apiserver.config.k8s.io/";
    private static final Pattern DURATION = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|s|m|h)");

    private final List<String> texts = new ArrayList<>();

    void required(String path, String why) {
        texts.add(path + ": Required value" + (why.isEmpty() ? "" : ": " + why));
    }

    void invalid(String path, @Nullable Object value, String why) {
        texts.add(path + ": Invalid value: " + Json.text(value) + ": " + why);
    }

    void duplicate(String path, String value) {
        texts.add(path + ": Duplicate value: " + Json.text(value));
    }

    void notSupported(String path, String value, List<String> supported) {
        texts.add(
                path
                        + ": Unsupported value: "
                        + Json.text(value)
                        + ": supported values: "
                        + String.join(", ", supported.stream().map(Json::text).toList()));
    }

    /// @throws IllegalArgumentException with everything that was found
    void throwIfAny() {
        if (!texts.isEmpty()) {
            throw new IllegalArgumentException(
                    texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]");
        }
    }

    /// The document of a file.
    ///
    /// @throws IllegalArgumentException if it is none of that kind
    static Fields read(Path file, String kind) {
        Object document;
        try {
            document = Yaml.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new IllegalArgumentException(
                    file + ": cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException(
                    file + ": is no YAML: " + malformed.getMessage(), malformed);
        }
        if (!(document instanceof Fields fields)
                || !fields.string("kind").equals(kind)
                || !List.of("v1", "v1beta1", "v1alpha1")
                        .contains(fields.string("apiVersion").replace(GROUP, ""))
                || !fields.string("apiVersion").startsWith(GROUP)) {
            throw new IllegalArgumentException(
                    file + ": must be a " + kind + " of " + GROUP + "v1");
        }
        return fields;
    }

    static List<Fields> objects(Fields fields, String name) {
        return fields.list(name).stream()
                .filter(Fields.class::isInstance)
                .map(Fields.class::cast)
                .toList();
    }

    static List<String> texts(Fields fields, String name) {
        return fields.list(name).stream().map(String::valueOf).toList();
    }

    /// A duration as Go writes it: `1m30s`; empty for what is none.
    static Optional<Duration> duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        Duration sum = Duration.ZERO;
        int end = 0;
        while (matcher.find() && matcher.start() == end) {
            long nanosOfUnit =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(1).toNanos();
                        case "s" -> Duration.ofSeconds(1).toNanos();
                        case "m" -> Duration.ofMinutes(1).toNanos();
                        default -> Duration.ofHours(1).toNanos();
                    };
            sum = sum.plusNanos(Math.round(Double.parseDouble(matcher.group(1)) * nanosOfUnit));
            end = matcher.end();
        }
        if (text.equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        return end > 0 && end == text.length() ? Optional.of(sum) : Optional.empty();
    }
}
