package io.djong.apiserver.resources.apiextensions;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.customresources.ApprovalPolicy;
import io.djong.apiserver.customresources.Conditions;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Definitions of custom resources. What becomes of them once they are stored is decided in
/// [io.djong.apiserver.customresources].
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ CustomResourceDefinition
final class CustomResourceDefinitionResource implements KindRules {

    private static final long WEBHOOK_PORT = 443;
    private static final String FINALIZER = "customresourcecleanup.apiextensions.k8s.io";

    @Override
    public Fields defaults(Fields object) {
        return always(
                object,
                "spec",
                spec -> {
                    Fields named = always(spec, "names", CustomResourceDefinitionResource::names);
                    named = orElse(named, "conversion", Fields.of("strategy", "None"));
                    return within(
                            named,
                            "conversion",
                            conversion -> within(conversion, "webhook", this::webhook));
                });
    }

    private static Fields names(Fields names) {
        String kind = names.string("kind");
        Fields named = names;
        if (!kind.isEmpty()) {
            named = filled(named, "singular", kind.toLowerCase(Locale.ROOT));
            named = filled(named, "listKind", kind + "List");
        }
        return named;
    }

    private Fields webhook(Fields webhook) {
        return within(
                webhook,
                "clientConfig",
                config -> within(config, "service", one -> orElse(one, "port", WEBHOOK_PORT)));
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Fields.Builder status =
                new Fields.Builder(3)
                        .add("conditions", null)
                        .add("acceptedNames", Fields.of("plural", "", "kind", ""));
        return object.with("status", withStored(status.build(), object));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return object.with("status", withStored(before.fields("status"), object));
    }

    /// Every version that was ever stored is remembered.
    private static Fields withStored(Fields status, Fields object) {
        List<String> stored = Trees.texts(status, "storedVersions");
        for (Fields version : Trees.objects(object.fields("spec"), "versions")) {
            if (version.bool("storage")) {
                String name = version.string("name");
                if (!stored.contains(name)) {
                    List<@Nullable Object> more = new ArrayList<>(stored);
                    more.add(name);
                    return status.with("storedVersions", List.copyOf(more));
                }
                break;
            }
        }
        return status.has("storedVersions") ? status : status.with("storedVersions", null);
    }

    @Override
    public Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        Fields status = object.fields("status");
        return Trees.texts(status, "storedVersions").isEmpty()
                ? object.with("status", withStored(status, object))
                : object;
    }

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String name = object.fields("metadata").string("name");
        String wanted = spec.fields("names").string("plural") + "." + spec.string("group");
        if (!name.equals(wanted)) {
            errors.invalid(
                    FieldPath.of("metadata", "name"),
                    name,
                    "must be spec.names.plural+\".\"+spec.group");
        }
        new DefinitionValidation(object, null, errors).validate();
        ApprovalPolicy.validate(object, null, errors);
        refuseToPreserve(object, null, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        new DefinitionValidation(object, before, errors).validate();
        ApprovalPolicy.validate(object, before, errors);
        refuseToPreserve(object, before, errors);
    }

    private static void refuseToPreserve(
            Fields object, @Nullable Fields before, FieldErrors errors) {
        boolean preserved = before != null && before.fields("spec").bool("preserveUnknownFields");
        if (!preserved && object.fields("spec").bool("preserveUnknownFields")) {
            errors.invalid(
                    FieldPath.of("spec", "preserveUnknownFields"),
                    true,
                    "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        }
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        NamesValidation.validate(
                object.fields("status").fields("acceptedNames"),
                FieldPath.of("status", "acceptedNames"),
                errors);
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        return SchemaWarnings.of(object.fields("spec"));
    }

    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        List<String> known = SchemaWarnings.of(before.fields("spec"));
        return warningsOnCreate(object).stream()
                .filter(warning -> !known.contains(warning))
                .toList();
    }

    /// The first request to delete only marks the definition: its instances go first.
    @Override
    public boolean staysWhileDeleting(Fields object) {
        return !object.fields("metadata").has("deletionTimestamp");
    }

    @Override
    public boolean countsDeletion() {
        return false;
    }

    @Override
    public Fields beginDelete(Fields object, RequestContext context) {
        Fields metadata = object.fields("metadata").without("deletionGracePeriodSeconds");
        List<@Nullable Object> finalizers = new ArrayList<>(metadata.list("finalizers"));
        if (!finalizers.contains(FINALIZER)) {
            finalizers.add(FINALIZER);
        }
        return object.with("metadata", metadata.with("finalizers", List.copyOf(finalizers)))
                .with("status", Conditions.deletionPending(object.fields("status"), context.now()));
    }
}
