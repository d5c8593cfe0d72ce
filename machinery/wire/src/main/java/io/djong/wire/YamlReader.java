package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// Builds trees from the events of a YAML stream. Confined to one call.
final class YamlReader {

    private static final String TAG_PREFIX = "tag:yaml.org,2002:";

    /// Upstream looks at the share of repeated nodes only from here on.
    private static final int ALIASED_FREELY = 100;

    private static final int NODES_FREELY = 1_000;

    private record Anchored(@Nullable Object value, long nodes) {}

    private final Iterator<Event> events;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private int depth;
    private long nodes;
    private long aliased;

    YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /// Repeated keys, as upstream's strict reader words them, in one text: `line 7: key "k" already set in map`.
    List<String> complaints() {
        return complaints.isEmpty()
                ? List.of()
                : List.of("yaml: unmarshal errors:\n  " + String.join("\n  ", complaints));
    }

    /// All documents; at most one when `first`.
    List<@Nullable Object> documents(boolean first) {
        List<@Nullable Object> documents = new ArrayList<>();
        while (events.hasNext()) {
            Event event = events.next();
            if (event.getEventId() != Event.ID.DocumentStart) {
                continue;
            }
            anchors.clear();
            documents.add(node(next()));
            if (first) {
                break;
            }
        }
        return documents;
    }

    private Event next() {
        Event event = events.next();
        while (event.getEventId() == Event.ID.Comment) {
            event = events.next();
        }
        return event;
    }

    private @Nullable Object node(Event event) {
        nodes++;
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        long before = nodes;
        Object value =
                switch (event) {
                    case ScalarEvent scalar -> scalar(scalar);
                    case SequenceStartEvent _ -> sequence();
                    case MappingStartEvent _ -> mapping();
                    default ->
                            throw new DecodeException("yaml: did not find expected node content");
                };
        if (event instanceof NodeEvent anchored && anchored.getAnchor().isPresent()) {
            anchors.put(
                    anchored.getAnchor().get().getValue(), new Anchored(value, nodes - before + 1));
        }
        return value;
    }

    private @Nullable Object alias(AliasEvent alias) {
        String name = alias.getAlias().getValue();
        Anchored anchored = anchors.get(name);
        if (anchored == null) {
            throw new DecodeException("yaml: unknown anchor '" + name + "' referenced");
        }
        nodes = Math.addExact(nodes, anchored.nodes);
        aliased = Math.addExact(aliased, anchored.nodes);
        if (aliased > ALIASED_FREELY
                && nodes > NODES_FREELY
                && (double) aliased / nodes > aliasedShareMax(nodes)) {
            throw new DecodeException("yaml: document contains excessive aliasing");
        }
        return anchored.value;
    }

    /// The bigger the document, the smaller the share of it that aliases may make up.
    private static double aliasedShareMax(long nodes) {
        long low = 400_000;
        long high = 4_000_000;
        if (nodes <= low) {
            return 0.99;
        }
        return nodes >= high ? 0.10 : 0.99 - 0.89 * ((double) (nodes - low) / (high - low));
    }

    private void enter() {
        if (++depth > Json.DEPTH_MAX) {
            throw new DecodeException("yaml: exceeded max depth");
        }
    }

    private List<@Nullable Object> sequence() {
        enter();
        List<@Nullable Object> elements = new ArrayList<>();
        for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
            elements.add(node(event));
        }
        depth--;
        return TreeList.copyOf(elements);
    }

    private Fields mapping() {
        enter();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Map<String, @Nullable Object> inherited = new LinkedHashMap<>();
        for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
            if (isMerge(event)) {
                nodes++;
                inherit(node(next()), inherited);
                continue;
            }
            String key = key(node(event));
            Event valueEvent = next();
            Object value = node(valueEvent);
            if (fields.containsKey(key)) {
                int line = valueEvent.getStartMark().map(Mark::getLine).orElse(0) + 1;
                complaints.add("line " + line + ": key " + Json.text(key) + " already set in map");
            }
            fields.put(key, value);
        }
        inherited.forEach(fields::putIfAbsent);
        depth--;
        return Fields.copyOf(fields);
    }

    private static boolean isMerge(Event event) {
        return event instanceof ScalarEvent scalar
                && scalar.isPlain()
                && scalar.getValue().equals("<<");
    }

    private static void inherit(@Nullable Object value, Map<String, @Nullable Object> inherited) {
        if (value instanceof Fields fields) {
            fields.forEach(inherited::putIfAbsent);
        } else if (value instanceof List<?> list
                && list.stream().allMatch(one -> one instanceof Fields)) {
            list.forEach(one -> inherit(one, inherited));
        } else {
            throw new DecodeException(
                    "yaml: map merge requires map or sequence of maps as the value");
        }
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case String text -> text;
            case Boolean bool -> bool.toString();
            case Long number -> number.toString();
            case Double number -> YamlWriter.floatText(number);
            case null ->
                    throw new DecodeException(
                            "error converting YAML to JSON: unsupported map key of type: %!s(<nil>)");
            default -> throw new DecodeException("yaml: invalid map key: " + Json.text(key));
        };
    }

    private static @Nullable Object scalar(ScalarEvent event) {
        String text = event.getValue();
        String tag = event.getTag().map(Objects::toString).orElse("");
        if (tag.isEmpty()) {
            return event.getScalarStyle() == ScalarStyle.PLAIN
                    ? finite(YamlScalars.resolve(text))
                    : text;
        }
        if (!tag.startsWith(TAG_PREFIX)) {
            return event.isPlain() ? finite(YamlScalars.resolve(text)) : text;
        }
        return switch (tag.substring(TAG_PREFIX.length())) {
            case "str", "timestamp" -> text;
            case "binary" ->
                    new String(Base64Text.decode(text), java.nio.charset.StandardCharsets.UTF_8);
            case "bool", "int", "float", "null" -> tagged(text, tag.substring(TAG_PREFIX.length()));
            default -> text;
        };
    }

    private static @Nullable Object tagged(String text, String tag) {
        Object value = finite(YamlScalars.resolve(text));
        boolean fits =
                switch (tag) {
                    case "bool" -> value instanceof Boolean;
                    case "int" -> value instanceof Long;
                    case "float" -> value instanceof Number;
                    default -> value == null;
                };
        if (!fits) {
            throw new DecodeException("yaml: cannot decode !!str `" + text + "` as a !!" + tag);
        }
        return value;
    }

    /// JSON has no words for what is no finite number.
    private static @Nullable Object finite(@Nullable Object value) {
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            GoFloats.text(number);
        }
        return value;
    }
}
