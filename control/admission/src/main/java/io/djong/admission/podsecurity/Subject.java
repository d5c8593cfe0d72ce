package io.djong.admission.podsecurity;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The pod that is checked, or a template of one.
record Subject(Fields metadata, Fields spec) {

    /// In the order in which upstream names them in messages.
    List<Fields> containers() {
        List<Fields> all = new ArrayList<>(objects(spec, "initContainers"));
        all.addAll(objects(spec, "containers"));
        all.addAll(objects(spec, "ephemeralContainers"));
        return all;
    }

    /// The names of the containers that are so.
    List<String> containersWhere(Predicate<Fields> isSo) {
        return containers().stream().filter(isSo).map(one -> one.string("name")).toList();
    }

    Fields securityContext() {
        return spec.fields("securityContext");
    }

    boolean isWindows() {
        return spec.fields("os").string("name").equals("windows");
    }

    /// Root in such a pod is nobody on the node.
    boolean hasOwnUsers() {
        return Boolean.FALSE.equals(spec.boolOrNull("hostUsers"));
    }

    static Fields securityContext(Fields container) {
        return container.fields("securityContext");
    }

    static List<Fields> objects(Fields fields, String list) {
        List<Fields> objects = new ArrayList<>();
        for (@Nullable Object item : fields.list(list)) {
            if (item instanceof Fields one) {
                objects.add(one);
            }
        }
        return objects;
    }

    /// `container "a"` or `containers "a", "b"`.
    static String containers(Collection<String> names) {
        return several("container", names);
    }

    static String several(String word, Collection<String> names) {
        return (names.size() == 1 ? word : word + "s") + " " + quoted(names);
    }

    static String quoted(Collection<String> values) {
        return values.stream().map(value -> '"' + value + '"').collect(Collectors.joining(", "));
    }

    /// Who set something bad: the pod itself, containers, or both.
    static String setters(boolean byPod, List<String> containers) {
        List<String> setters = new ArrayList<>();
        if (byPod) {
            setters.add("pod");
        }
        if (!containers.isEmpty()) {
            setters.add(containers(containers));
        }
        return String.join(" and ", setters);
    }
}
