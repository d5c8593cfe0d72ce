package io.djong.schema;

import io.djong.meta.GroupVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The kinds and types of an API.
public final class Schema {

    /// Beside this class: what [#kubernetes()] is read from.
    public static final String RESOURCE = "kubernetes-1.36.facts";

    private record KindKey(GroupVersion groupVersion, String kind) {}

    private static final class Holder {
        static final Schema KUBERNETES = read(RESOURCE);
    }

    private final List<KindFacts> kinds;
    private final Map<KindKey, KindFacts> kindsByName = new HashMap<>();

    /// The unparsed lines of each type.
    private final Map<String, String> sources;

    private final Map<String, StructType> parsed = new ConcurrentHashMap<>();

    private Schema(List<KindFacts> kinds, Map<String, String> sources) {
        this.kinds = List.copyOf(kinds);
        this.sources = sources;
        for (KindFacts kind : kinds) {
            kindsByName.put(new KindKey(kind.groupVersion(), kind.kind()), kind);
        }
    }

    /// The API of Kubernetes 1.36 with all versions that older releases served.
    public static Schema kubernetes() {
        return Holder.KUBERNETES;
    }

    public List<KindFacts> kinds() {
        return kinds;
    }

    public @Nullable KindFacts kind(GroupVersion groupVersion, String kind) {
        return kindsByName.get(new KindKey(groupVersion, kind));
    }

    /// The names of all structures.
    public Set<String> typeNames() {
        return Collections.unmodifiableSet(sources.keySet());
    }

    /// The structure of that full name; one without fields when the facts list none.
    public StructType type(String name) {
        StructType known = parsed.get(name);
        if (known != null) {
            return known;
        }
        String source = sources.getOrDefault(name, "type " + name);
        return parsed.computeIfAbsent(name, _ -> FactsParser.parseType(this, source));
    }

    private static Schema read(String resource) {
        String text;
        try (InputStream in =
                Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
            text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + resource, failure);
        }
        List<KindFacts> kinds = new ArrayList<>();
        Map<String, String> sources = new LinkedHashMap<>();
        int typeStart = -1;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            if (text.startsWith("type ", at) && isHeader(text, at, end)) {
                if (typeStart >= 0) {
                    putType(sources, text.substring(typeStart, at));
                }
                typeStart = at;
            } else if (typeStart < 0 && text.startsWith("kind ", at)) {
                kinds.add(FactsParser.parseKind(text.substring(at, end)));
            }
            at = end + 1;
        }
        putType(sources, text.substring(typeStart));
        return new Schema(kinds, sources);
    }

    /// A field may be called `type` as well; its second word is a number.
    private static boolean isHeader(String text, int at, int end) {
        char second = text.charAt(Math.min(at + 5, end));
        return second != '-' && !Character.isDigit(second);
    }

    private static void putType(Map<String, String> sources, String source) {
        int end = source.indexOf('\n');
        String header = source.substring(5, end < 0 ? source.length() : end);
        int blank = header.indexOf(' ');
        sources.put(blank < 0 ? header : header.substring(0, blank), source);
    }
}
