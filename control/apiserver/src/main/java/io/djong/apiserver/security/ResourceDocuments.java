package io.djong.apiserver.security;

import io.djong.admission.matching.Equivalents;
import io.djong.admission.matching.Target;
import io.djong.admission.webhook.Documents;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.DocumentDecoder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The kinds that are served, as admission needs them: which are versions of one another, and the way between these.
final class ResourceDocuments implements Documents, Equivalents {

    private static final GroupVersion SCALE = new GroupVersion("autoscaling", "v1");

    private final Supplier<Resources> resources;

    ResourceDocuments(Supplier<Resources> resources) {
        this.resources = resources;
    }

    @Override
    public List<Target> of(GroupVersion version, String resource, String subresource) {
        Resource asked = resources.get().find(version, resource);
        if (asked == null) {
            return List.of();
        }
        List<Target> found = new ArrayList<>();
        for (Resource one : resources.get().all()) {
            if (one.storage().equals(asked.storage())
                    && !one.groupVersion().equals(version)
                    && (subresource.isEmpty() || one.subresources().contains(subresource))) {
                found.add(
                        subresource.equals("scale")
                                ? new Target(one.groupVersion(), one.name(), SCALE, "Scale")
                                : new Target(
                                        one.groupVersion(),
                                        one.name(),
                                        one.groupVersion(),
                                        one.kind()));
            }
        }
        return found;
    }

    @Override
    public Fields convert(Fields object, Target from, Target to) {
        if (object.isEmpty()
                || (from.kindVersion().equals(to.kindVersion()) && from.kind().equals(to.kind()))) {
            return object;
        }
        Resource source = resource(from);
        Resource target = resource(to);
        if (source == null || target == null) {
            Target unknown = source == null ? from : to;
            throw new ApiException(
                    Failure.internal(
                            "unable to convert to %s, Resource=%s: unknown kind"
                                    .formatted(unknown.resourceVersion(), unknown.resource())));
        }
        Fields stored = source.conversion().toStored(object);
        return target.conversion()
                .toServed(stored)
                .with("apiVersion", target.apiVersion())
                .with("kind", target.kind());
    }

    @Override
    public Fields complete(Fields patched, Target kind) {
        Resource resource = resource(kind);
        if (resource == null) {
            return patched;
        }
        try {
            return resource.rules()
                    .defaults(DocumentDecoder.convert(resource.type(), patched).tree());
        } catch (DecodeException misfit) {
            throw new ApiException(Failure.internal(String.valueOf(misfit.getMessage())), misfit);
        }
    }

    /// Null for kinds that are only answered, such as `Scale`.
    private @Nullable Resource resource(Target target) {
        Resource resource = resources.get().find(target.resourceVersion(), target.resource());
        return resource != null
                        && resource.kind().equals(target.kind())
                        && resource.groupVersion().equals(target.kindVersion())
                ? resource
                : null;
    }
}
