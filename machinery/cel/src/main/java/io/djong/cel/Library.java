package io.djong.cel;

import io.djong.meta.Quantity;
import java.util.HashMap;
import java.util.Map;

/// The bodies of all functions, by name. A function finds out by its arguments which overload is meant.
final class Library {

    /// A function; the target of a member call is its first argument.
    @FunctionalInterface
    interface Function {
        /// @throws EvaluationException in cel-go's words
        Object call(Object[] args);
    }

    private static final Map<String, Function> ALL = all();

    private Library() {}

    private static Map<String, Function> all() {
        Map<String, Function> all = new HashMap<>();
        Operators.addTo(all);
        Conversions.addTo(all);
        Strings.addTo(all);
        Lists.addTo(all);
        Times.addTo(all);
        Networks.addTo(all);
        Quantities.addTo(all);
        Semvers.addTo(all);
        Urls.addTo(all);
        FormatRules.addTo(all);
        Authorization.addTo(all);
        return Map.copyOf(all);
    }

    static boolean has(String name) {
        return ALL.containsKey(name);
    }

    /// @throws IllegalStateException if a function is declared but has no body
    static Function find(String name) {
        Function body = ALL.get(name);
        if (body == null) {
            throw new IllegalStateException("function " + name + " has no body");
        }
        return body;
    }

    /// Whether the value is of one of Kubernetes' own types, whose parts cannot be counted.
    static boolean isOurs(Object value) {
        return value instanceof Quantity
                || value instanceof Semvers.Semver
                || value instanceof Urls.Url
                || value instanceof Networks.Ip
                || value instanceof Networks.Cidr
                || value instanceof FormatRules.Named;
    }

    static String typeName(Object value) {
        return switch (value) {
            case Quantity _ -> "kubernetes.Quantity";
            case Semvers.Semver _ -> "kubernetes.Semver";
            case Urls.Url _ -> "kubernetes.URL";
            case Networks.Ip _ -> "net.IP";
            case Networks.Cidr _ -> "net.CIDR";
            case FormatRules.Named _ -> "kubernetes.NamedFormat";
            case Authorization.Authorizer _ -> "kubernetes.authorization.Authorizer";
            case Authorization.PathCheck _ -> "kubernetes.authorization.PathCheck";
            case Authorization.GroupCheck _ -> "kubernetes.authorization.GroupCheck";
            case Authorization.ResourceCheck _ -> "kubernetes.authorization.ResourceCheck";
            case Authorization.Decision _ -> "kubernetes.authorization.Decision";
            default -> "dyn";
        };
    }
}
