package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// IPAddresses: which object has which Service address.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/ IPAddress
final class IpAddressResource implements KindRules {

    @Override
    public Names.Rule nameRule() {
        return (name, isPrefix) -> List.of();
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(
                FieldPath.of("spec", "parentRef"),
                object.fields("spec").value("parentRef"),
                before.fields("spec").value("parentRef"));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("ParentRef"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields parent = object.fields("spec").fieldsOrNull("parentRef");
        return List.of(
                Trees.name(object),
                parent == null ? "<none>" : text(parent),
                Ages.age(object, now));
    }

    private static String text(Fields parent) {
        String group = parent.string("group");
        String resource = parent.string("resource");
        String full = group.isEmpty() ? resource : resource + "." + group;
        String namespace = parent.string("namespace");
        return full.toLowerCase(Locale.ROOT)
                + (namespace.isEmpty() ? "" : "/" + namespace)
                + "/"
                + parent.string("name");
    }
}
