package io.djong.apiserver.resources.storage;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/reference/kubernetes-api/config-and-storage-resources/csi-driver-v1/ CSIDriver
final class CsiDriverResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", CsiDriverResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = orElse(given, "attachRequired", true);
        spec = orElse(spec, "podInfoOnMount", false);
        spec = orElse(spec, "storageCapacity", false);
        spec = orElse(spec, "fsGroupPolicy", "ReadWriteOnceWithFSType");
        if (spec.list("volumeLifecycleModes").isEmpty()) {
            spec = spec.with("volumeLifecycleModes", List.of("Persistent"));
        }
        spec = orElse(spec, "requiresRepublish", false);
        return orElse(spec, "seLinuxMount", false);
    }

    /// The field's gate is off in 1.36.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return within(object, "spec", spec -> spec.without("preventPodSchedulingIfMissing"));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return prepareForCreate(object, context);
    }

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        CsiDriverValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        CsiDriverValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.bool("AttachRequired"),
                Column.bool("PodInfoOnMount"),
                Column.bool("StorageCapacity"),
                Column.string("TokenRequests"),
                Column.bool("RequiresRepublish"),
                Column.string("Modes"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        List<String> audiences =
                Trees.objects(spec, "tokenRequests").stream()
                        .map(request -> request.string("audience"))
                        .toList();
        return List.of(
                Trees.name(object),
                spec.bool("attachRequired"),
                spec.bool("podInfoOnMount"),
                spec.bool("storageCapacity"),
                Trees.isSet(spec, "tokenRequests") ? String.join(",", audiences) : "<unset>",
                spec.bool("requiresRepublish"),
                String.join(",", Trees.texts(spec, "volumeLifecycleModes")),
                Ages.age(object, now));
    }
}
