package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ScannerException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// YAML as kubectl and the API read and write it: a tree as JSON has, YAML 1.1 scalars.
///
/// @spec https://yaml.org/spec/1.1/ YAML 1.1
public final class Yaml {

    /// Bodies are bounded by whoever reads them.
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).setUseMarks(true).build();

    private Yaml() {}

    /// The first document; null when there is none.
    ///
    /// @throws DecodeException if it is malformed
    public static @Nullable Object parse(byte[] yaml) {
        return parseStrict(yaml).tree();
    }

    /// The first document, with complaints about repeated keys.
    ///
    /// @throws DecodeException if it is malformed
    public static Json.Parsed parseStrict(byte[] yaml) {
        Json.Parsed json = asJson(yaml);
        if (json != null) {
            return json;
        }
        return read(
                yaml,
                reader -> {
                    List<@Nullable Object> documents = reader.documents(true);
                    return new Json.Parsed(
                            documents.isEmpty() ? null : documents.getFirst(),
                            new Duplicates(),
                            reader.complaints());
                });
    }

    /// All documents, empty ones left out.
    ///
    /// @throws DecodeException if one is malformed
    public static List<Object> parseAll(byte[] yaml) {
        return read(
                yaml,
                reader ->
                        reader.documents(false).stream()
                                .filter(Objects::nonNull)
                                .map(Objects::requireNonNull)
                                .toList());
    }

    /// As `kubectl -o yaml` shows it.
    public static byte[] write(@Nullable Object tree) {
        return new YamlWriter().write(tree).getBytes(StandardCharsets.UTF_8);
    }

    /// JSON is YAML as well, and is read faster as what it is.
    private static Json.@Nullable Parsed asJson(byte[] yaml) {
        int at = 0;
        while (at < yaml.length && (yaml[at] == ' ' || yaml[at] == '\n' || yaml[at] == '\r')) {
            at++;
        }
        if (at == yaml.length || yaml[at] != '{') {
            return null;
        }
        try {
            Json.Parsed parsed = Json.parseStrict(yaml);
            return parsed.duplicates().isEmpty() && parsed.tree() instanceof Fields ? parsed : null;
        } catch (DecodeException _) {
            return null;
        }
    }

    private interface Use<T> {
        T of(YamlReader reader);
    }

    private static <T> T read(byte[] yaml, Use<T> use) {
        String text = new String(yaml, StandardCharsets.UTF_8);
        try {
            return use.of(new YamlReader(new Parse(SETTINGS).parseString(text).iterator()));
        } catch (YamlEngineException malformed) {
            throw new DecodeException("yaml: " + complaint(malformed), malformed);
        } catch (ArithmeticException tooMany) {
            throw new DecodeException("yaml: document contains excessive aliasing", tooMany);
        }
    }

    /// Upstream's words for the commonest mistakes.
    private static String complaint(YamlEngineException malformed) {
        if (!(malformed instanceof MarkedYamlEngineException marked)
                || marked.getProblem() == null) {
            return String.valueOf(malformed.getMessage());
        }
        int line = marked.getProblemMark().map(mark -> mark.getLine()).orElse(0);
        if (line > 0 && malformed instanceof ScannerException) {
            line++;
        }
        String problem = marked.getProblem().toLowerCase(Locale.ROOT);
        String context = String.valueOf(marked.getContext());
        String words;
        if (problem.startsWith("mapping values are not allowed")) {
            words = "mapping values are not allowed in this context";
        } else if (problem.contains("cannot start any token")) {
            words = "found character that cannot start any token";
        } else if (problem.startsWith("could not find expected ':'")) {
            words = "could not find expected ':'";
        } else if (problem.startsWith("expected <block end>")) {
            words =
                    context.contains("mapping")
                            ? "did not find expected key"
                            : "did not find expected '-' indicator";
        } else if (problem.startsWith("expected ',' or")) {
            words =
                    "did not find "
                            + (problem.contains("]")
                                    ? "expected ',' or ']'"
                                    : "expected ',' or '}'");
        } else if (problem.contains("unexpected end of stream")) {
            words = "found unexpected end of stream";
        } else {
            words = marked.getProblem();
        }
        return line > 0 ? "line " + line + ": " + words : words;
    }
}
