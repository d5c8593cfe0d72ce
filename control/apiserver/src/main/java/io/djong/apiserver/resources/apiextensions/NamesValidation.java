package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Locale;

/// What custom resources may be called.
final class NamesValidation {

    private NamesValidation() {}

    static void validate(Fields names, FieldPath path, FieldErrors errors) {
        label(names.string("plural"), path.child("plural"), errors);
        label(names.string("singular"), path.child("singular"), errors);
        kind(names.string("kind"), path.child("kind"), errors);
        kind(names.string("listKind"), path.child("listKind"), errors);
        each(names, "shortNames", path, errors);
        String kind = names.string("kind");
        if (!kind.isEmpty() && kind.equals(names.string("listKind"))) {
            errors.invalid(path.child("listKind"), kind, "kind and listKind may not be the same");
        }
        each(names, "categories", path, errors);
    }

    private static void each(Fields names, String field, FieldPath path, FieldErrors errors) {
        List<String> texts = Trees.texts(names, field);
        for (int i = 0; i < texts.size(); i++) {
            joined(
                    texts.get(i),
                    "",
                    Names.dns1035Label(texts.get(i)),
                    path.child(field).index(i),
                    errors);
        }
    }

    static void label(String name, FieldPath path, FieldErrors errors) {
        if (!name.isEmpty()) {
            joined(name, "", Names.dns1035Label(name), path, errors);
        }
    }

    private static void kind(String kind, FieldPath path, FieldErrors errors) {
        if (!kind.isEmpty()) {
            joined(
                    kind,
                    "may have mixed case, but should otherwise match: ",
                    Names.dns1035Label(kind.toLowerCase(Locale.ROOT)),
                    path,
                    errors);
        }
    }

    /// Several faults of one name are one error.
    static void joined(
            String value, String start, List<String> wrong, FieldPath path, FieldErrors errors) {
        if (!wrong.isEmpty()) {
            errors.invalid(path, value, start + String.join(",", wrong));
        }
    }
}
