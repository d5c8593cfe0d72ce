package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.apiserver.openapi.Operation.Body;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Makes the operations of one place in the API: objects of one type under one path.
///
/// @param groupVersion under which the path is
/// @param kind of the documents, in the form of `x-kubernetes-group-version-kind`
/// @param objects how operations call what they are about: `NamespacedPod`
/// @param part what follows the kind in names of operations: `Status`, or ""
/// @param subject what the texts call it: `Pod`, `status of the Pod`
/// @param path the parameters in the path
/// @param custom whether the type is known at run time only, which has no strategic merge patch
record Operations(
        GroupVersion groupVersion,
        Fields kind,
        String typeName,
        String objects,
        String part,
        String subject,
        List<Parameter> path,
        boolean custom) {

    private static final List<String> WATCHES =
            List.of(
                    MediaTypes.JSON,
                    MediaTypes.YAML,
                    MediaTypes.PROTOBUF,
                    "application/json;stream=watch",
                    "application/vnd.kubernetes.protobuf;stream=watch");

    private static final String STATUS = SpecialDefinitions.META + "Status";
    private static final String WATCH_EVENT = SpecialDefinitions.META + "WatchEvent";
    private static final String DELETE_OPTIONS = SpecialDefinitions.META + "DeleteOptions";

    Operation list(String listType, String everywhere) {
        return new Operation(
                "get",
                id("list", "", everywhere),
                "list or watch objects of kind " + subject,
                "list",
                kind,
                with(Parameter.LIST),
                null,
                Operation.ANYTHING,
                WATCHES,
                List.of(Answer.ok(listType)));
    }

    /// The old form of a watch, with a path of its own.
    ///
    /// @param action `watch` or `watchlist`
    Operation watch(String action, String everywhere) {
        return new Operation(
                "get",
                id("watch", "", everywhere),
                "watch changes of "
                        + subject
                        + ". Deprecated: use the parameter watch of a list instead, with a fieldSelector for one"
                        + " object.",
                action,
                kind,
                with(Parameter.LIST),
                null,
                Operation.ANYTHING,
                WATCHES,
                List.of(Answer.ok(WATCH_EVENT)));
    }

    Operation create() {
        return new Operation(
                "post",
                id("create", "", ""),
                "create a " + subject,
                "post",
                kind,
                with(Parameter.WRITE),
                new Body(typeName, true),
                Operation.ANYTHING,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(typeName), Answer.created(typeName), Answer.accepted(typeName)));
    }

    Operation deleteCollection() {
        List<Parameter> parameters = new ArrayList<>(Parameter.DELETE);
        parameters.addAll(Parameter.SELECTION);
        return new Operation(
                "delete",
                id("delete", "Collection", ""),
                "delete collection of " + subject,
                "deletecollection",
                kind,
                with(parameters),
                new Body(DELETE_OPTIONS, false),
                Operation.ANYTHING,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(STATUS)));
    }

    Operation read() {
        return new Operation(
                "get",
                id("read", "", ""),
                "read the specified " + subject,
                "get",
                kind,
                with(List.of()),
                null,
                Operation.ANYTHING,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(typeName)));
    }

    Operation replace() {
        return new Operation(
                "put",
                id("replace", "", ""),
                "replace the specified " + subject,
                "put",
                kind,
                with(Parameter.WRITE),
                new Body(typeName, true),
                Operation.ANYTHING,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(typeName), Answer.created(typeName)));
    }

    Operation patch() {
        List<Parameter> parameters = new ArrayList<>(Parameter.WRITE);
        parameters.add(Parameter.FORCE);
        List<String> forms = new ArrayList<>(4);
        forms.add(MediaTypes.JSON_PATCH);
        forms.add(MediaTypes.MERGE_PATCH);
        if (!custom) {
            forms.add(MediaTypes.STRATEGIC_PATCH);
        }
        forms.add(MediaTypes.APPLY_PATCH);
        return new Operation(
                "patch",
                id("patch", "", ""),
                "partially update the specified " + subject,
                "patch",
                kind,
                with(parameters),
                new Body(SpecialDefinitions.PATCH, true),
                forms,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(typeName), Answer.created(typeName)));
    }

    /// @param answersDeleted whether the answer is the object, not a `Status`
    Operation delete(boolean answersDeleted) {
        String answer = answersDeleted ? typeName : STATUS;
        return new Operation(
                "delete",
                id("delete", "", ""),
                "delete a " + subject,
                "delete",
                kind,
                with(Parameter.DELETE),
                new Body(DELETE_OPTIONS, false),
                Operation.ANYTHING,
                MediaTypes.DOCUMENTS,
                List.of(Answer.ok(answer), Answer.accepted(answer)));
    }

    private String id(String verb, String collection, String everywhere) {
        return verb
                + GroupNames.groupVersion(groupVersion)
                + collection
                + objects
                + part
                + everywhere;
    }

    private List<Parameter> with(List<Parameter> own) {
        List<Parameter> all = new ArrayList<>(own);
        all.addAll(path);
        all.add(Parameter.PRETTY);
        all.sort(Comparator.comparing(Parameter::name));
        return List.copyOf(all);
    }
}
