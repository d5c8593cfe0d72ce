package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Column;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/security/service-accounts/ Service Accounts
public final class ServiceAccountResource implements KindRules {

    /// Of a secret only its name counts.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        List<@Nullable Object> secrets = object.list("secrets");
        if (secrets.isEmpty()) {
            return object;
        }
        List<@Nullable Object> names = new ArrayList<>(secrets.size());
        for (Object secret : secrets) {
            String name = secret instanceof Fields one ? one.string("name") : "";
            names.add(name.isEmpty() ? Fields.EMPTY : Fields.of("name", name));
        }
        return object.with("secrets", names);
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return prepareForCreate(object, context);
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        String annotation = "kubernetes.io/enforce-mountable-secrets";
        return object.fields("metadata").fields("annotations").has(annotation)
                ? List.of(
                        "metadata.annotations["
                                + annotation
                                + "]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets")
                : List.of();
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return KindRules.nameAndAge(object, now);
    }
}
