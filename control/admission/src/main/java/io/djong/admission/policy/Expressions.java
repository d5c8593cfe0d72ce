package io.djong.admission.policy;

import io.djong.cel.Authorization;
import io.djong.cel.Cel;
import io.djong.cel.CelType;
import io.djong.cel.Compilation;
import io.djong.cel.Environment;
import io.djong.cel.Program;
import io.djong.cel.SchemaType;
import io.djong.cel.SchemaType.ObjectOf;
import io.djong.cel.SchemaType.Property;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The variables that expressions of policies and match conditions may use.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/#validation-expression Variables
public final class Expressions {

    /// The type that `ApplyConfiguration` expressions make.
    public static final CelType OBJECT = ObjectOf.open("Object").type();

    private static final SchemaType STRING = new SchemaType.Scalar(CelType.STRING, 0, 2);
    private static final SchemaType BOOL = new SchemaType.Scalar(CelType.BOOL, 0, 4);
    private static final SchemaType INT = new SchemaType.Scalar(CelType.INT, 0, 1);
    private static final SchemaType TIME = new SchemaType.Scalar(CelType.TIMESTAMP, 0, 21);
    private static final SchemaType STRINGS = new SchemaType.ListOf(STRING, 0);

    private static final ObjectOf JSON_PATCH =
            object(
                    "JSONPatch",
                    "op",
                    STRING,
                    "path",
                    STRING,
                    "from",
                    STRING,
                    "value",
                    SchemaType.DYN);

    /// The type that `JSONPatch` expressions make.
    public static final CelType JSON_PATCHES = CelType.list(JSON_PATCH.type());

    private static final ObjectOf KIND =
            object(
                    "kubernetes.GroupVersionKind",
                    "group",
                    STRING,
                    "version",
                    STRING,
                    "kind",
                    STRING);
    private static final ObjectOf RESOURCE =
            object(
                    "kubernetes.GroupVersionResource",
                    "group",
                    STRING,
                    "version",
                    STRING,
                    "resource",
                    STRING);
    private static final ObjectOf USER =
            object(
                    "kubernetes.UserInfo",
                    "username",
                    STRING,
                    "uid",
                    STRING,
                    "groups",
                    STRINGS,
                    "extra",
                    new SchemaType.MapOf(STRINGS, 0));
    private static final ObjectOf REQUEST =
            object(
                    "kubernetes.AdmissionRequest",
                    "kind",
                    KIND,
                    "resource",
                    RESOURCE,
                    "subResource",
                    STRING,
                    "requestKind",
                    KIND,
                    "requestResource",
                    RESOURCE,
                    "requestSubResource",
                    STRING,
                    "name",
                    STRING,
                    "namespace",
                    STRING,
                    "operation",
                    STRING,
                    "userInfo",
                    USER,
                    "dryRun",
                    BOOL,
                    "options",
                    SchemaType.DYN);
    private static final SchemaType LABELS = new SchemaType.MapOf(STRING, 0);
    private static final ObjectOf NAMESPACE =
            object(
                    "kubernetes.Namespace",
                    "metadata",
                    object(
                            "kubernetes.NamespaceMetadata",
                            "name",
                            STRING,
                            "generateName",
                            STRING,
                            "namespace",
                            STRING,
                            "labels",
                            LABELS,
                            "annotations",
                            LABELS,
                            "UID",
                            STRING,
                            "creationTimestamp",
                            TIME,
                            "deletionGracePeriodSeconds",
                            INT,
                            "deletionTimestamp",
                            TIME,
                            "generation",
                            INT,
                            "resourceVersion",
                            STRING,
                            "finalizers",
                            STRINGS),
                    "spec",
                    object("kubernetes.NamespaceSpec", "finalizers", STRINGS),
                    "status",
                    object("kubernetes.NamespaceStatus", "phase", STRING));

    /// Of match conditions of webhooks.
    static final Environment CONDITIONS =
            Environment.EMPTY
                    .with("object", SchemaType.DYN)
                    .with("oldObject", SchemaType.DYN)
                    .with("request", REQUEST)
                    .with("authorizer", Authorization.AUTHORIZER)
                    .with("authorizer.requestResource", Authorization.RESOURCE_CHECK);

    private static final Environment MESSAGES =
            Environment.EMPTY
                    .with("object", SchemaType.DYN)
                    .with("oldObject", SchemaType.DYN)
                    .with("request", REQUEST)
                    .with("namespaceObject", NAMESPACE);

    private Expressions() {}

    private static ObjectOf object(String name, Object... fields) {
        Map<String, Property> declared = new HashMap<>();
        for (int at = 0; at < fields.length; at += 2) {
            String field = (String) fields[at];
            // Spelled in capitals only here, as upstream declares it.
            String property = field.equals("UID") ? "uid" : field;
            declared.put(field, new Property(property, (SchemaType) fields[at + 1]));
        }
        return new ObjectOf(name, 2, () -> declared);
    }

    /// The variables of one policy, and its own ones, compiled in order.
    ///
    /// @param variables by name, in the order of the policy
    public record Scope(
            Environment whole, Environment messages, Map<String, Compilation> variables) {

        /// @param text an expression that may use everything
        public Compilation compile(String text) {
            return Cel.compile(text, whole);
        }

        /// @param text an expression that may not ask the authorizers
        public Compilation compileMessage(String text) {
            return Cel.compile(text, messages);
        }
    }

    /// Match conditions of webhooks.
    public static Compilation compileCondition(String text) {
        return Cel.compile(text, CONDITIONS);
    }

    /// What the expressions of a policy can see.
    ///
    /// @param spec of the policy
    /// @param mutates whether they make patches
    public static Scope scope(Fields spec, boolean mutates) {
        Environment messages = MESSAGES;
        if (spec.has("paramKind")) {
            messages = messages.with("params", SchemaType.DYN);
        }
        if (mutates) {
            messages =
                    messages.withStructs("Object", ObjectOf::open)
                            .withStructs("JSONPatch", _ -> JSON_PATCH);
        }
        List<Fields> declared = objects(spec, "variables");
        Map<String, Property> known = new LinkedHashMap<>();
        Map<String, Compilation> compiled = new LinkedHashMap<>();
        for (Fields variable : declared) {
            Environment here = withAuthorizer(withVariables(messages, known, !declared.isEmpty()));
            Compilation compilation = Cel.compile(variable.string("expression"), here);
            String name = variable.string("name");
            compiled.put(name, compilation);
            CelType type =
                    compilation instanceof Compilation.Compiled(Program program)
                            ? program.type()
                            : CelType.DYN;
            known.put(name, new Property(name, new SchemaType.Scalar(type, 0, 0)));
        }
        messages = withVariables(messages, known, !declared.isEmpty());
        return new Scope(withAuthorizer(messages), messages, compiled);
    }

    private static Environment withVariables(
            Environment environment, Map<String, Property> known, boolean hasAny) {
        Map<String, Property> sofar = Map.copyOf(known);
        return hasAny
                ? environment.with(
                        "variables", new ObjectOf("kubernetes.variables", 2, () -> sofar))
                : environment;
    }

    private static Environment withAuthorizer(Environment environment) {
        return environment
                .with("authorizer", Authorization.AUTHORIZER)
                .with("authorizer.requestResource", Authorization.RESOURCE_CHECK);
    }

    static List<Fields> objects(Fields tree, String name) {
        return tree.list(name).stream()
                .filter(Fields.class::isInstance)
                .map(Fields.class::cast)
                .toList();
    }
}
