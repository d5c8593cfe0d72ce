package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Column;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/security/service-accounts/ Service Accounts
public final class ServiceAccountResource implements KindRules {

    /// Of the secrets only the names are kept.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return each(
                object,
                "secrets",
                secret ->
                        secret.has("name")
                                ? Fields.of("name", secret.value("name"))
                                : Fields.EMPTY);
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
