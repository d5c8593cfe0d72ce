package io.djong.apiserver.structural;

import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.TreeList;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings a document into the form that its schema asks for, in one walk: unknown fields go, nulls that may not be
/// go, embedded metadata is read as metadata, and defaults come in. What needs no change is handed back as it is.
/// Confined to one call.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#field-pruning Field pruning
public final class Shaping {

    private final boolean defaults;

    /// Whether unknown fields are dropped; off for what lies below unknown fields that stay.
    private final List<String> unknown = new ArrayList<>(0);

    private Shaping(boolean defaults) {
        this.defaults = defaults;
    }

    /// What happens to unknown fields at one place.
    private enum Unknown {
        GOES,
        STAYS
    }

    /// The whole object of a custom resource, without its `metadata`, which the caller reads.
    ///
    /// @param defaults whether absent fields are set
    /// @return the shaped tree, and the paths of the fields that were dropped, in order
    /// @throws DecodeException when embedded metadata has the wrong type
    public static Decoded root(Fields object, SchemaNode schema, boolean defaults) {
        Shaping shaping = new Shaping(defaults);
        Fields shaped = shaping.object(object, schema.asEmbedded(), unknown(schema), "", true);
        shaping.unknown.sort(null);
        return new Decoded(shaped, List.copyOf(shaping.unknown));
    }

    /// A value as its schema prunes it: what defaults must already be.
    public static @Nullable Object pruned(@Nullable Object value, SchemaNode schema) {
        return new Shaping(false).value(value, schema, unknown(schema), "x");
    }

    private static Unknown unknown(SchemaNode schema) {
        return schema.preserves() ? Unknown.STAYS : Unknown.GOES;
    }

    private @Nullable Object value(
            @Nullable Object value, @Nullable SchemaNode schema, Unknown rule, String path) {
        return switch (value) {
            case Fields fields -> object(fields, schema, rule, path, false);
            case List<?> list -> list(list, schema, rule, path);
            case null -> null;
            default -> value;
        };
    }

    @SuppressWarnings("ReferenceEquality")
    private Object list(List<?> list, @Nullable SchemaNode schema, Unknown rule, String path) {
        SchemaNode items = schema == null ? null : schema.items();
        @Nullable Object[] shaped = null;
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            Object now;
            if (item == null && items != null && !items.nullable() && defaults) {
                now = items.defaultValue();
            } else {
                now = value(item, items, below(items, rule), path + "[" + i + "]");
            }
            if (now != item && shaped == null) {
                shaped = list.toArray();
            }
            if (shaped != null) {
                shaped[i] = now;
            }
        }
        return shaped == null ? list : TreeList.ofArray(shaped);
    }

    /// A schema decides for itself; where there is none, unknown fields fare as above.
    private static Unknown below(@Nullable SchemaNode schema, Unknown above) {
        return schema == null ? above : unknown(schema);
    }

    @SuppressWarnings("ReferenceEquality")
    private Fields object(
            Fields object, @Nullable SchemaNode schema, Unknown rule, String path, boolean isRoot) {
        Fields.Builder shaped = new Fields.Builder(object.size());
        boolean changed = false;
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            Object old = object.valueAt(i);
            String place = path.isEmpty() ? name : path + "." + name;
            if (schema != null && schema.embedded() && isMeta(name)) {
                Object now = isRoot ? old : meta(name, old, place);
                changed |= now != old;
                shaped.add(name, now);
                continue;
            }
            boolean known =
                    schema != null
                            && (schema.properties().containsKey(name) || schema.hasAdditional());
            if (!known && rule == Unknown.GOES) {
                if (!path.isEmpty() || !isMeta(name)) {
                    unknown.add(place);
                }
                changed = true;
                continue;
            }
            SchemaNode field = schema == null ? null : schema.field(name);
            if (old == null && field != null && !field.nullable()) {
                changed = true;
                Object preset = field.defaultValue();
                if (preset != null) {
                    shaped.add(name, defaults ? preset(preset, field, place) : null);
                }
                continue;
            }
            Object now = value(old, field, known ? below(field, Unknown.GOES) : rule, place);
            changed |= now != old;
            shaped.add(name, now);
        }
        if (defaults && schema != null) {
            for (var property : schema.properties().entrySet()) {
                Object preset = property.getValue().defaultValue();
                if (preset != null && !object.has(property.getKey())) {
                    shaped.add(
                            property.getKey(),
                            preset(preset, property.getValue(), path + "." + property.getKey()));
                    changed = true;
                }
            }
        }
        return changed ? shaped.build() : object;
    }

    private @Nullable Object preset(Object preset, SchemaNode field, String path) {
        return value(preset, field, Unknown.STAYS, path);
    }

    private static boolean isMeta(String name) {
        return switch (name) {
            case "apiVersion", "kind", "metadata" -> true;
            default -> false;
        };
    }

    private @Nullable Object meta(String name, @Nullable Object value, String path) {
        if (!name.equals("metadata")) {
            if (!(value instanceof String)) {
                throw new DecodeException(
                        path + ": Invalid value: " + GoText.value(value) + ": must be a string");
            }
            return value;
        }
        try {
            Decoded metadata = EmbeddedObjects.metadata(value);
            for (String complaint : metadata.complaints()) {
                unknown.add(path + "." + EmbeddedObjects.unknownField(complaint));
            }
            Fields read = metadata.tree();
            return read.equals(value) ? value : read;
        } catch (DecodeException wrong) {
            throw new DecodeException(
                    path + ": Invalid value: " + GoText.value(value) + ": " + wrong.getMessage());
        }
    }
}
