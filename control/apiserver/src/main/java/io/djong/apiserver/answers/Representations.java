package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.tables.Tables;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns objects into what a client asked to see instead: tables and partial metadata.
///
/// @param includeObject what a table's rows carry: `None`, `Metadata`, `Object`
record Representations(Accept accept, String includeObject, Instant now) {

    static Representations of(Accept accept, @Nullable String includeObject, Instant now) {
        String included =
                includeObject == null || includeObject.isEmpty() ? "Metadata" : includeObject;
        if (accept.as().equals("Table")
                && !List.of("None", "Metadata", "Object").contains(included)) {
            throw new ApiException(
                    Failure.badRequest(
                            "Unable to convert to Table as requested: includeObject: Invalid value: \""
                                    + included
                                    + "\": must be 'Metadata', 'Object', 'None', or empty"));
        }
        return new Representations(accept, included, now);
    }

    /// What events look like: equal for watchers whose frames are the same bytes, but for tables.
    String shape(Resource resource) {
        return resource.apiVersion()
                + " "
                + resource.kind()
                + " "
                + accept.mediaType()
                + " "
                + accept.as()
                + " "
                + accept.asVersion();
    }

    static Fields served(Resource resource, Stored stored) {
        return resource.conversion().toServed(stored.tree());
    }

    private static List<Fields> served(Resource resource, List<Stored> items) {
        CustomType custom = resource.custom();
        return custom == null
                ? items.stream().map(stored -> served(resource, stored)).toList()
                : custom.toServed(items.stream().map(Stored::tree).toList());
    }

    /// Items of lists do not say what they are, except where nobody else knows.
    private static Fields item(Resource resource, Fields object) {
        return resource.custom() == null ? object.without("kind").without("apiVersion") : object;
    }

    private static Fields withContinue(Fields metadata) {
        return metadata.has("continue") ? metadata : metadata.with("continue", "");
    }

    /// One object as the client wants it.
    Fields one(Resource resource, Fields object) {
        return switch (accept.as()) {
            case "Table" ->
                    table(
                            resource,
                            List.of(object),
                            Fields.of(
                                    "resourceVersion",
                                    object.fields("metadata").string("resourceVersion")),
                            true);
            case "PartialObjectMetadata" -> partial(object);
            case "PartialObjectMetadataList" ->
                    throw Accept.notAcceptable(
                            "you requested PartialObjectMetadataList, but the requested object is not a list (*%s.%s)"
                                    .formatted(internalPackage(resource), resource.kind()));
            default -> object;
        };
    }

    /// A list as the client wants it, with `metadata` of the list.
    Fields many(Resource resource, List<Stored> items, Fields metadata) {
        return switch (accept.as()) {
            case "Table" -> table(resource, served(resource, items), metadata, true);
            case "PartialObjectMetadata" ->
                    throw Accept.notAcceptable(
                            "you requested PartialObjectMetadata, but the requested object is a list (*%s.%sList)"
                                    .formatted(internalPackage(resource), resource.kind()));
            case "PartialObjectMetadataList" ->
                    list(
                            "PartialObjectMetadataList",
                            accept.asApiVersion(),
                            metadata,
                            items.stream().map(stored -> (Object) partial(stored.tree())).toList());
            default ->
                    list(
                            resource.listKind(),
                            resource.apiVersion(),
                            resource.custom() == null ? metadata : withContinue(metadata),
                            served(resource, items).stream()
                                    .map(object -> (Object) item(resource, object))
                                    .toList());
        };
    }

    /// An event's object; only the first table of a watch says its columns.
    Fields event(Resource resource, Fields object, boolean isFirst) {
        return accept.as().equals("Table")
                ? table(
                        resource,
                        List.of(object),
                        Fields.of(
                                "resourceVersion",
                                object.fields("metadata").string("resourceVersion")),
                        isFirst)
                : accept.as().isEmpty() ? object : partial(object);
    }

    private Fields partial(Fields object) {
        return new Fields.Builder(3)
                .add("kind", "PartialObjectMetadata")
                .add("apiVersion", accept.asApiVersion())
                .add("metadata", object.fields("metadata"))
                .build();
    }

    private static Fields list(
            String kind, String apiVersion, Fields metadata, List<Object> items) {
        return new Fields.Builder(4)
                .add("kind", kind)
                .add("apiVersion", apiVersion)
                .add("metadata", metadata)
                .add("items", items)
                .build();
    }

    private Fields table(
            Resource resource, List<Fields> objects, Fields metadata, boolean columns) {
        List<@Nullable Object> rows = new ArrayList<>(objects.size());
        for (Fields object : objects) {
            rows.add(
                    new Fields.Builder(2)
                            .add("cells", resource.rules().cells(object, now))
                            .add("object", included(object))
                            .build());
        }
        return new Fields.Builder(5)
                .add("kind", "Table")
                .add("apiVersion", accept.asApiVersion())
                .add("metadata", metadata)
                .add(
                        "columnDefinitions",
                        columns ? Tables.definitions(resource.rules().columns()) : null)
                .add("rows", rows.isEmpty() ? null : rows)
                .build();
    }

    private @Nullable Fields included(Fields object) {
        return switch (includeObject) {
            case "None" -> null;
            case "Object" -> object;
            default -> partial(object);
        };
    }

    private static String internalPackage(Resource resource) {
        String group = resource.group();
        int dot = group.indexOf('.');
        return group.isEmpty() ? "core" : dot < 0 ? group : group.substring(0, dot);
    }
}
