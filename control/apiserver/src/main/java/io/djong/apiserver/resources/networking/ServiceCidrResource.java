package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ServiceCIDRs.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/service-cidr-v1/ ServiceCIDR
final class ServiceCidrResource implements KindRules {

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ServiceCidrValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        ServiceCidrValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("CIDRs"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                Trees.name(object),
                String.join(",", Trees.texts(object.fields("spec"), "cidrs")),
                Ages.age(object, now));
    }
}
