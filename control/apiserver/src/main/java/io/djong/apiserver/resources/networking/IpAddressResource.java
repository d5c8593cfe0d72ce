package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// IPAddresses: which object has which Service address.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/ip-address-v1/ IPAddress
final class IpAddressResource implements KindRules {

    @Override
    public Names.Rule nameRule() {
        return (name, isPrefix) ->
                Addresses.isAddress(name) ? List.of() : List.of(Addresses.NOT_AN_ADDRESS);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        IpAddressValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Fields parent = object.fields("spec").fieldsOrNull("parentRef");
        IpAddressValidation.parent(parent, errors);
        if (!Objects.equals(parent, before.fields("spec").value("parentRef"))) {
            errors.invalid(
                    FieldPath.of("spec", "parentRef"),
                    parent == null ? null : internal(parent),
                    FieldErrors.IMMUTABLE);
        }
    }

    /// As upstream's internal type prints itself.
    private static Fields internal(Fields parent) {
        return Fields.builder()
                .add("Group", parent.string("group"))
                .add("Resource", parent.string("resource"))
                .add("Namespace", parent.string("namespace"))
                .add("Name", parent.string("name"))
                .build();
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("ParentRef"));
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
