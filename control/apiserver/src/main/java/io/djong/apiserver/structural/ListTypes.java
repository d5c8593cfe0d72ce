package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists that are sets hold nothing twice, lists that are maps no key twice.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy Merge strategy
public final class ListTypes {

    private ListTypes() {}

    public static void validate(
            @Nullable Object value,
            @Nullable SchemaNode schema,
            FieldPath path,
            FieldErrors errors) {
        switch (value) {
            case Fields object when schema != null -> fields(object, schema, path, errors);
            case List<?> list when schema != null -> {
                switch (schema.listType()) {
                    case "set" -> {
                        for (int i : repeated(list)) {
                            errors.duplicate(path.index(i), Ordered.value(list.get(i)));
                        }
                    }
                    case "map" -> map(list, schema.listMapKeys(), path, errors);
                    default -> {}
                }
                for (int i = 0; i < list.size(); i++) {
                    validate(list.get(i), schema.items(), path.index(i), errors);
                }
            }
            case null, default -> {}
        }
    }

    private static void fields(
            Fields object, SchemaNode schema, FieldPath path, FieldErrors errors) {
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            if (schema.additional() != null) {
                validate(object.valueAt(i), schema.additional(), path.key(name), errors);
            }
            SchemaNode property = schema.properties().get(name);
            if (property != null) {
                validate(object.valueAt(i), property, path.child(name), errors);
            }
        }
    }

    private static void map(
            List<?> list, List<String> keyNames, FieldPath path, FieldErrors errors) {
        List<Fields> keys = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            if (item != null && !(item instanceof Fields)) {
                errors.invalid(
                        path.index(i), item, "must be an object for an array of list-type map");
                return;
            }
            keys.add(key(item instanceof Fields fields ? fields : Fields.EMPTY, keyNames));
        }
        for (int i : repeated(keys)) {
            errors.duplicate(path.index(i), keys.get(i));
        }
    }

    /// The fields of an element that tell it from others.
    static Fields key(Fields item, List<String> names) {
        Fields.Builder key = new Fields.Builder(names.size());
        for (String name : names.stream().sorted().toList()) {
            if (item.has(name)) {
                key.add(name, item.value(name));
            }
        }
        return key.build();
    }

    /// Where each repeated value is repeated first.
    private static List<Integer> repeated(List<?> list) {
        Map<@Nullable Object, Integer> seen = new HashMap<>();
        List<Integer> places = new ArrayList<>(0);
        for (int i = 0; i < list.size(); i++) {
            if (seen.merge(list.get(i), 1, Integer::sum) == 2) {
                places.add(i);
            }
        }
        return places;
    }
}
