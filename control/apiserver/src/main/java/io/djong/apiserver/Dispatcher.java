package io.djong.apiserver;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.legacy.LegacyResources;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The last stage: finds what a call is for, and who serves it.
final class Dispatcher implements Filter.Handler {

    private static final Set<String> TRANSFORMS =
            Set.of("Table", "PartialObjectMetadata", "PartialObjectMetadataList");

    /// Subresources that answer with what they find: no document, so no representation of one.
    private static final Set<String> STREAMS =
            Set.of("log", "exec", "attach", "portforward", "proxy");

    /// Served kinds that upstream warns about on every request.
    private static final Map<String, String> DEPRECATED =
            Map.of(
                    "componentstatuses",
                    "v1 ComponentStatus is deprecated in v1.19+",
                    "endpoints",
                    "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice");

    private final Supplier<Resources> resources;
    private final Verbs verbs;
    private final PathHandlers paths;

    Dispatcher(Supplier<Resources> resources, Verbs verbs, PathHandlers paths) {
        this.resources = resources;
        this.verbs = verbs;
        this.paths = paths;
    }

    /// @param subresources handlers by `resource/subresource`, as in `pods/binding`; each knows its methods
    record Verbs(
            Map<String, Verb> byName,
            Map<String, Verb> subresources,
            Map<String, Verb> createOnly) {}

    @Override
    public Reply serve(Call call) {
        RequestInfo info = call.info();
        if (!info.isResource()) {
            return paths.serve(call);
        }
        Resource resource = resources.get().find(info.groupVersion(), info.resource());
        if (resource == null || !fits(resource, info)) {
            return unknown(info.groupVersion());
        }
        if (!STREAMS.contains(info.subresource())) {
            boolean isOwnForm = resource.custom() != null && !info.subresource().equals("scale");
            call.agreedOn(
                    Accept.of(
                            call.headers().first("accept"),
                            TRANSFORMS,
                            isOwnForm ? MediaTypes.CUSTOM_DOCUMENTS : MediaTypes.DOCUMENTS));
        }
        if (resource.custom() != null) {
            resource.custom().warnings().forEach(call::warn);
            return customVerb(call, resource).serve(call, resource);
        }
        Verb verb = verb(call, resource);
        String deprecation = DEPRECATED.get(resource.groupResource());
        if (deprecation != null) {
            call.warn(deprecation);
        }
        if (LegacyResources.isRemoved(resource)) {
            call.warn(LegacyResources.warning(resource));
        }
        return verb.serve(call, resource);
    }

    /// Whether a path of that shape exists.
    private static boolean fits(Resource resource, RequestInfo info) {
        boolean isNamespace = resource.kind().equals("Namespace");
        if (isNamespace && info.name().isEmpty() && !info.namespace().isEmpty()) {
            return false;
        }
        if (info.name().contains("/") || (!resource.isStored() && !info.name().isEmpty())) {
            return false;
        }
        boolean inNamespace = !info.namespace().isEmpty() && !isNamespace;
        if (!resource.isNamespaced() && inNamespace) {
            return false;
        }
        if (resource.isNamespaced() && !inNamespace && !info.name().isEmpty()) {
            return false;
        }
        if (resource.custom() != null && resource.isNamespaced() && !inNamespace) {
            return info.verb().equals("list") || info.verb().equals("watch");
        }
        if (info.subresource().isEmpty() || resource.custom() != null) {
            return true;
        }
        return resource.subresources().contains(info.subresource())
                && (info.rest().isEmpty() || info.subresource().equals("proxy"));
    }

    private Reply unknown(GroupVersion version) {
        boolean groupIsServed =
                version.group().isEmpty()
                        || resources.get().all().stream()
                                .anyMatch(served ->
                                        served.custom() == null
                                                && served.group().equals(version.group()));
        return groupIsServed ? Reply.failure(notFound()) : PathHandlers.notFound();
    }

    static Failure notFound() {
        return Failure.about(
                Reason.NOT_FOUND, "", "", "", "the server could not find the requested resource");
    }

    private Verb verb(Call call, Resource resource) {
        RequestInfo info = call.info();
        Verb found =
                info.subresource().isEmpty()
                        ? ofObject(call, resource)
                        : ofSubresource(call, resource);
        if (found == null) {
            throw new ApiException(methodNotAllowed());
        }
        return found;
    }

    /// Custom resources have rules of their own for what is not there.
    private Verb customVerb(Call call, Resource resource) {
        RequestInfo info = call.info();
        String subresource = info.subresource();
        if (!subresource.isEmpty() && !resource.subresources().contains(subresource)) {
            throw new ApiException(
                    Failure.notFound(resource.group(), resource.name(), info.name()));
        }
        boolean isPart = !subresource.isEmpty();
        boolean served =
                switch (info.verb()) {
                    case "get", "update", "patch" -> true;
                    case "list", "watch", "create", "delete", "deletecollection" -> !isPart;
                    default -> false;
                };
        if (!served) {
            throw new ApiException(
                    Failure.about(
                            Reason.METHOD_NOT_ALLOWED,
                            resource.group(),
                            resource.name(),
                            "",
                            "%s is not supported on resources of kind \"%s\""
                                    .formatted(info.verb(), resource.groupResource())));
        }
        if (info.name().isEmpty()
                && (info.verb().equals("update") || info.verb().equals("patch"))) {
            throw new ApiException(Failure.badRequest("name must be provided"));
        }
        return java.util.Objects.requireNonNull(
                subresource.equals("scale")
                        ? verbs.subresources.get("scale")
                        : verbs.byName.get(info.verb()),
                info.verb());
    }

    static Failure methodNotAllowed() {
        return Failure.about(
                Reason.METHOD_NOT_ALLOWED,
                "",
                "",
                "",
                "the server does not allow this method on the requested resource");
    }

    private @Nullable Verb ofObject(Call call, Resource resource) {
        RequestInfo info = call.info();
        boolean collection = info.name().isEmpty();
        boolean placed = !resource.isNamespaced() || !info.namespace().isEmpty();
        String verb =
                switch (call.method()) {
                    case "GET" -> info.verb();
                    case "POST" -> collection && placed ? "create" : "";
                    case "PUT" -> collection ? "" : "update";
                    case "PATCH" -> collection ? "" : "patch";
                    case "DELETE" -> collection ? (placed ? "deletecollection" : "") : "delete";
                    default -> "";
                };
        if (!resource.allows(verb)) {
            return null;
        }
        if (!resource.isStored()) {
            return verbs.createOnly.get(resource.groupResource());
        }
        return verbs.byName.get(verb);
    }

    private @Nullable Verb ofSubresource(Call call, Resource resource) {
        String subresource = call.info().subresource();
        if (subresource.equals("status")) {
            return switch (call.method()) {
                case "GET" -> verbs.byName.get("get");
                case "PUT" -> verbs.byName.get("update");
                case "PATCH" -> verbs.byName.get("patch");
                default -> null;
            };
        }
        if (subresource.equals("scale")) {
            return verbs.subresources.get("scale");
        }
        return verbs.subresources.get(resource.name() + "/" + subresource);
    }
}
