package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Where volumes of a class may be.
final class TopologyValidation {

    private TopologyValidation() {}

    static void allowed(List<Fields> terms, FieldPath path, FieldErrors errors) {
        // Upstream begins with as many empty ones: a term without expressions always equals those.
        List<Object> seen = new ArrayList<>(Collections.nCopies(terms.size(), Map.of()));
        for (int i = 0; i < terms.size(); i++) {
            Map<String, Set<String>> keys = new LinkedHashMap<>();
            List<Fields> expressions = Trees.objects(terms.get(i), "matchLabelExpressions");
            for (int j = 0; j < expressions.size(); j++) {
                FieldPath at = path.index(i).child("matchLabelExpressions").index(j);
                expression(expressions.get(j), keys, at, errors);
            }
            for (Object other : seen) {
                if (other.equals(keys)) {
                    errors.duplicate(path.index(i).child("matchLabelExpressions"), "");
                }
            }
            seen.add(keys);
        }
    }

    private static void expression(
            Fields expression, Map<String, Set<String>> keys, FieldPath path, FieldErrors errors) {
        String key = expression.string("key");
        List<String> values = Trees.texts(expression, "values");
        Set<String> distinct = new TreeSet<>();
        if (values.isEmpty()) {
            errors.required(path.child("values"), "");
        }
        for (int i = 0; i < values.size(); i++) {
            if (!distinct.add(values.get(i))) {
                errors.duplicate(path.child("values").index(i), values.get(i));
            }
        }
        Checks.labelName(key, path.child("key"), errors);
        if (keys.putIfAbsent(key, distinct) != null) {
            errors.duplicate(path.child("key"), key);
        }
    }
}
