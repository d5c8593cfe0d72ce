package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.Schema;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The paths of subresources: parts of an object, things asked of it, and connections to what it stands for.
final class SubresourcePaths {

    private static final List<String> STREAM_METHODS = List.of("get", "post");
    private static final List<String> PROXY_METHODS =
            List.of("delete", "get", "head", "options", "patch", "post", "put");

    private static final List<String> LOG_TYPES =
            List.of("text/plain", MediaTypes.JSON, MediaTypes.YAML, MediaTypes.PROTOBUF);

    private static final String OPTIONS_PACKAGE = "io.k8s.api.core.v1.";

    private final Resource resource;
    private final String name;

    private SubresourcePaths(Resource resource, String name) {
        this.resource = resource;
        this.name = name;
    }

    static List<PathItem> of(Resource resource, String name) {
        return new SubresourcePaths(resource, name).items();
    }

    private List<PathItem> items() {
        return switch (name) {
            case "scale" ->
                    part(
                            new GroupVersion("autoscaling", "v1"),
                            "Scale",
                            "io.k8s.api.autoscaling.v1.Scale");
            case "eviction" ->
                    request(
                            new GroupVersion("policy", "v1"),
                            "Eviction",
                            "io.k8s.api.policy.v1.Eviction");
            case "token" ->
                    request(
                            new GroupVersion("authentication.k8s.io", "v1"),
                            "TokenRequest",
                            "io.k8s.api.authentication.v1.TokenRequest");
            case "binding" ->
                    request(resource.groupVersion(), "Binding", "io.k8s.api.core.v1.Binding");
            case "exec" -> connection("PodExecOptions", STREAM_METHODS, false);
            case "attach" -> connection("PodAttachOptions", STREAM_METHODS, false);
            case "portforward" -> connection("PodPortForwardOptions", STREAM_METHODS, false);
            case "proxy" -> connection(resource.kind() + "ProxyOptions", PROXY_METHODS, true);
            case "log" -> List.of(item("", List.of(log())));
            case "finalize" -> List.of(item("", List.of(own().replace())));
            default -> part(resource.groupVersion(), resource.kind(), resource.facts().typeName());
        };
    }

    private List<PathItem> part(GroupVersion version, String kind, String typeName) {
        Operations about = about(version, kind, typeName);
        return List.of(item("", List.of(about.read(), about.patch(), about.replace())));
    }

    private List<PathItem> request(GroupVersion version, String kind, String typeName) {
        return List.of(item("", List.of(about(version, kind, typeName).create())));
    }

    private Operations own() {
        return about(resource.groupVersion(), resource.kind(), resource.facts().typeName());
    }

    private Operations about(GroupVersion version, String kind, String typeName) {
        return new Operations(
                resource.groupVersion(),
                Definitions.kind(version, kind),
                typeName,
                ResourcePaths.objects(resource),
                GroupNames.capitalized(name),
                name + " of the " + resource.kind(),
                ResourcePaths.path(resource, kind),
                ResourcePaths.isCustom(resource));
    }

    private PathItem item(String rest, List<Operation> operations) {
        return new PathItem(
                ResourcePaths.collection(resource) + "/{name}/" + name + rest,
                GroupNames.tag(resource.groupVersion()),
                operations);
    }

    private Operation log() {
        List<Parameter> parameters = options("PodLogOptions");
        parameters.addAll(ResourcePaths.path(resource, resource.kind()));
        parameters.add(Parameter.PRETTY);
        parameters.sort(Comparator.comparing(Parameter::name));
        return new Operation(
                "get",
                "read" + place() + "Log",
                "read log of the specified " + resource.kind(),
                "get",
                ResourcePaths.kind(resource),
                List.copyOf(parameters),
                null,
                Operation.ANYTHING,
                LOG_TYPES,
                List.of(Answer.ok("")));
    }

    private List<PathItem> connection(String kind, List<String> methods, boolean withPath) {
        List<PathItem> items = new ArrayList<>(2);
        items.add(item("", connect(kind, methods, List.of(), "")));
        if (withPath) {
            items.add(item("/{path}", connect(kind, methods, List.of(Parameter.PATH), "WithPath")));
        }
        return items;
    }

    private List<Operation> connect(
            String kind, List<String> methods, List<Parameter> path, String suffix) {
        List<Parameter> parameters = options(kind);
        parameters.addAll(path);
        parameters.addAll(ResourcePaths.path(resource, kind));
        parameters.sort(Comparator.comparing(Parameter::name));
        Fields document = Definitions.kind(resource.groupVersion(), kind);
        return methods.stream()
                .map(method ->
                        new Operation(
                                method,
                                "connect"
                                        + GroupNames.groupVersion(resource.groupVersion())
                                        + GroupNames.capitalized(method)
                                        + ResourcePaths.objects(resource)
                                        + GroupNames.capitalized(name)
                                        + suffix,
                                "connect %s requests to %s of %s"
                                        .formatted(
                                                method.toUpperCase(Locale.ROOT),
                                                name,
                                                resource.kind()),
                                "connect",
                                document,
                                List.copyOf(parameters),
                                null,
                                Operation.ANYTHING,
                                Operation.ANYTHING,
                                List.of(Answer.ok(""))))
                .toList();
    }

    private String place() {
        return GroupNames.groupVersion(resource.groupVersion()) + ResourcePaths.objects(resource);
    }

    /// The options of a connection are query parameters; those that are structures cannot be.
    private static List<Parameter> options(String kind) {
        List<Parameter> parameters = new ArrayList<>();
        for (Field field : Schema.kubernetes().type(OPTIONS_PACKAGE + kind).fields()) {
            ValueType type =
                    field.type() instanceof ValueType.ListOf list ? list.element() : field.type();
            if (type instanceof ValueType.Scalar scalar
                    && !field.name().equals("kind")
                    && !field.name().equals("apiVersion")) {
                parameters.add(
                        new Parameter(
                                field.name(),
                                "query",
                                typeName(scalar.primitive()),
                                OwnTexts.of(kind, field.name(), "")));
            }
        }
        return parameters;
    }

    private static String typeName(ValueType.Primitive primitive) {
        return switch (primitive) {
            case BOOL -> "boolean";
            case INT32, INT64, UINT32, UINT64 -> "integer";
            case FLOAT64 -> "number";
            case STRING, BYTES -> "string";
        };
    }
}
