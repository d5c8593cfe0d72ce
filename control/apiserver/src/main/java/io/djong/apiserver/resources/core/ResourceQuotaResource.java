package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// ResourceQuotas.
///
/// @spec https://kubernetes.io/docs/concepts/policy/resource-quotas/ Resource Quotas
final class ResourceQuotaResource implements KindRules {

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        QuotaValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        QuotaValidation.validate(object, errors);
        errors.immutable(
                FieldPath.of("spec", "scopes"),
                object.fields("spec").value("scopes"),
                before.fields("spec").value("scopes"));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Request"), Column.string("Limit"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields hard = object.fields("status").fields("hard");
        Fields used = object.fields("status").fields("used");
        List<String> requests = new ArrayList<>();
        List<String> limits = new ArrayList<>();
        for (String resource : new TreeSet<>(hard.keySet())) {
            String text =
                    resource
                            + ": "
                            + Trees.quantity(used.value(resource))
                            + "/"
                            + Trees.quantity(hard.value(resource));
            (resource.startsWith("limits.") ? limits : requests).add(text);
        }
        return List.of(
                Trees.name(object),
                String.join(", ", requests),
                String.join(", ", limits),
                Ages.age(object, now));
    }
}
