package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.GoText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is wrong with one value, and how many checks it passed: among alternatives the one that got furthest is told.
/// Each text is kept once. Confined to one call.
final class Findings {

    /// Upstream prints so the path of what belongs to no field.
    private static final String NO_FIELD = "<nil>";

    /// @param path below the value that is checked, "" for the value itself
    private record Finding(
            FieldError.Type type, @Nullable String path, String value, String detail) {}

    private final Map<String, Finding> found = new LinkedHashMap<>(0);
    private int passed;

    boolean isEmpty() {
        return found.isEmpty();
    }

    int passed() {
        return passed;
    }

    void pass() {
        passed++;
    }

    void merge(Findings other) {
        other.found.forEach(found::putIfAbsent);
        passed += other.passed;
    }

    void invalid(String path, @Nullable Object value, String text) {
        found.putIfAbsent(
                text,
                new Finding(
                        FieldError.Type.INVALID,
                        path,
                        GoText.value(value == null ? "" : value),
                        text));
    }

    /// Something about the value as a whole, which upstream tells without a field.
    void general(String text) {
        found.putIfAbsent(text, new Finding(FieldError.Type.INVALID, null, "\"\"", text));
    }

    void wrongType(String path, String value, String text) {
        found.putIfAbsent(
                text, new Finding(FieldError.Type.TYPE_INVALID, path, GoText.quote(value), text));
    }

    void required(String path) {
        found.putIfAbsent(
                path + " in body is required", new Finding(FieldError.Type.REQUIRED, path, "", ""));
    }

    void notSupported(String path, @Nullable Object value, List<@Nullable Object> values) {
        List<String> shown = new ArrayList<>();
        for (Object one : values) {
            shown.add(GoText.quote(one instanceof String text ? text : GoText.value(one)));
        }
        found.putIfAbsent(
                path + " in body should be one of " + values,
                new Finding(
                        FieldError.Type.NOT_SUPPORTED,
                        path,
                        GoText.value(value),
                        "supported values: " + String.join(", ", shown)));
    }

    void tooLong(String path, long max) {
        found.putIfAbsent(
                path + " in body should be at most " + max + " chars long",
                new Finding(
                        FieldError.Type.TOO_LONG,
                        path,
                        "",
                        "may not be more than " + max + " bytes"));
    }

    /// @param things `items` or `properties`
    void tooMany(String path, long actual, long max, String things) {
        found.putIfAbsent(
                path + " in body should have at most " + max + " " + things,
                new Finding(
                        FieldError.Type.TOO_MANY,
                        path,
                        Long.toString(actual),
                        "must have at most " + max + " items"));
    }

    /// @param base path of the checked value, "" for the document
    List<FieldError> errors(String base) {
        return found.values().stream().map(finding -> error(base, finding)).toList();
    }

    private static FieldError error(String base, Finding finding) {
        StringBuilder body = new StringBuilder(finding.type.text());
        if (!finding.value.isEmpty()) {
            body.append(": ").append(finding.value);
        }
        if (!finding.detail.isEmpty()) {
            body.append(": ").append(finding.detail);
        }
        return new FieldError(finding.type, path(base, finding.path), body.toString());
    }

    private static String path(String base, @Nullable String path) {
        String below = path == null ? "" : path.startsWith(".") ? path.substring(1) : path;
        if (base.isEmpty()) {
            return below.isEmpty() ? NO_FIELD : below;
        }
        return below.isEmpty() ? base : base + "." + below;
    }
}
