package io.djong.meta;

/// Names an object within its kind. `namespace` is "" for objects outside namespaces.
public record ObjectKey(String namespace, String name) implements Comparable<ObjectKey> {

    public static ObjectKey of(String namespace, String name) {
        return new ObjectKey(namespace, name);
    }

    /// The key of an object outside namespaces.
    public static ObjectKey of(String name) {
        return new ObjectKey("", name);
    }

    @Override
    public int compareTo(ObjectKey other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }

    /// `namespace/name`, or `name` alone.
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }
}
