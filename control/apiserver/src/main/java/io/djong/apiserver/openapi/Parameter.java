package io.djong.apiserver.openapi;

import java.util.List;

/// A parameter of an operation, and those that many have. Their names and types are upstream's.
///
/// @param in `query` or `path`
/// @param type `string`, `integer` or `boolean`
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-parameters/common-parameters/ Common parameters
record Parameter(String name, String in, String type, String text) {

    static final Parameter NAMESPACE =
            new Parameter("namespace", "path", "string", "The namespace of the objects.");
    static final Parameter PRETTY =
            string("pretty", "If 'true', the answer is indented for people to read.");
    static final Parameter DRY_RUN =
            string(
                    "dryRun",
                    "When present, nothing is stored. The only value is All: all stages of the request run, up to"
                            + " storing.");
    static final Parameter FIELD_MANAGER =
            string(
                    "fieldManager",
                    "Who makes the changes, as the owner of the fields that are set. At most 128 printable"
                            + " characters. Apply patches must have it.");
    static final Parameter FIELD_VALIDATION =
            string(
                    "fieldValidation",
                    "What happens when the body has unknown or duplicate fields. Ignore: they are dropped, and of"
                            + " duplicates the last one counts. Warn: as Ignore, with a warning for each; this is the"
                            + " default. Strict: the request fails, and the error names them all.");
    static final Parameter FORCE =
            bool(
                    "force",
                    "Takes over conflicting fields from other owners. Only for apply patches.");

    /// What every write has.
    static final List<Parameter> WRITE = List.of(DRY_RUN, FIELD_MANAGER, FIELD_VALIDATION);

    private static final Parameter FIELD_SELECTOR =
            string(
                    "fieldSelector",
                    "Restricts the objects by their fields. Defaults to everything.");
    private static final Parameter LABEL_SELECTOR =
            string(
                    "labelSelector",
                    "Restricts the objects by their labels. Defaults to everything.");
    private static final Parameter CONTINUE =
            string(
                    "continue",
                    "Asks for the next page of a list: the value that the previous page had in its metadata. The"
                            + " other parameters have to be as before. An old value may have expired, which is answered"
                            + " with 410 and a value to go on with from the latest state.");
    private static final Parameter LIMIT =
            integer(
                    "limit",
                    "The most objects that a page has. A list with more says in its metadata how to continue, and"
                            + " all pages together are one consistent state.");
    private static final Parameter RESOURCE_VERSION =
            string(
                    "resourceVersion",
                    "Restricts how old the answer may be. More info:"
                            + " https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions");
    private static final Parameter RESOURCE_VERSION_MATCH =
            string(
                    "resourceVersionMatch",
                    "How resourceVersion counts for lists. More info:"
                            + " https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions");
    private static final Parameter SEND_INITIAL_EVENTS =
            bool(
                    "sendInitialEvents",
                    "Begins a watch with events for all objects there are, followed by a bookmark. Needs"
                            + " resourceVersionMatch NotOlderThan.");
    private static final Parameter TIMEOUT_SECONDS =
            integer(
                    "timeoutSeconds",
                    "How long the list or watch may take, whatever happens on it.");

    /// What a list or watch has.
    static final List<Parameter> LIST =
            List.of(
                    bool(
                            "allowWatchBookmarks",
                            "Asks a watch for events of type BOOKMARK, which tell how far it is."),
                    CONTINUE,
                    FIELD_SELECTOR,
                    LABEL_SELECTOR,
                    LIMIT,
                    RESOURCE_VERSION,
                    RESOURCE_VERSION_MATCH,
                    SEND_INITIAL_EVENTS,
                    TIMEOUT_SECONDS,
                    bool(
                            "watch",
                            "Answers with a stream of changes instead of a list, from resourceVersion on."));

    static final List<Parameter> DELETE =
            List.of(
                    DRY_RUN,
                    integer(
                            "gracePeriodSeconds",
                            "The seconds that the object gets before it goes; zero means at once. Defaults to what"
                                    + " the kind or the object says."),
                    bool(
                            "ignoreStoreReadErrorWithClusterBreakingPotential",
                            "Deletes an object that cannot be read from the store, without regard to finalizers and"
                                    + " preconditions. This can break the cluster."),
                    bool(
                            "orphanDependents",
                            "Deprecated: use propagationPolicy. Whether dependents stay."),
                    string(
                            "propagationPolicy",
                            "What becomes of dependents. Orphan: they stay. Background: they are deleted"
                                    + " afterwards. Foreground: they are deleted before. Defaults to what the kind and"
                                    + " the object's finalizers say."));

    /// What the deletion of a collection has beyond [#DELETE].
    static final List<Parameter> SELECTION =
            List.of(
                    CONTINUE,
                    FIELD_SELECTOR,
                    LABEL_SELECTOR,
                    LIMIT,
                    RESOURCE_VERSION,
                    RESOURCE_VERSION_MATCH,
                    SEND_INITIAL_EVENTS,
                    TIMEOUT_SECONDS);

    static final Parameter PATH =
            new Parameter("path", "path", "string", "What comes after the proxy's own path.");

    static Parameter name(String kind) {
        return new Parameter("name", "path", "string", "The name of the " + kind + ".");
    }

    private static Parameter string(String name, String text) {
        return new Parameter(name, "query", "string", text);
    }

    private static Parameter integer(String name, String text) {
        return new Parameter(name, "query", "integer", text);
    }

    private static Parameter bool(String name, String text) {
        return new Parameter(name, "query", "boolean", text);
    }

    boolean isRequired() {
        return in.equals("path");
    }
}
