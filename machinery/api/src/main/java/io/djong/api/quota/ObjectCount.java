package io.djong.api.quota;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Counts objects: `count/deployments.apps`, and the bare names that a few core resources have from before.
record ObjectCount(String group, String resource) implements Evaluator {

    private static final Set<String> BARE_NAMES =
            Set.of("configmaps", "secrets", "replicationcontrollers", "resourcequotas");

    static final Quantity ONE = Quantity.of(1);

    static String name(String group, String resource) {
        return "count/" + (group.isEmpty() ? resource : resource + "." + group);
    }

    @Override
    public boolean changesOnUpdate() {
        return false;
    }

    @Override
    public Usage usage(Fields object) {
        String counted = name(group, resource);
        return new Usage(
                hasBareName() ? Map.of(counted, ONE, resource, ONE) : Map.of(counted, ONE));
    }

    private boolean hasBareName() {
        return group.isEmpty() && BARE_NAMES.contains(resource);
    }

    @Override
    public Set<String> matching(Set<String> names) {
        Set<String> matching = new TreeSet<>(names);
        matching.retainAll(usage(Fields.EMPTY).amounts().keySet());
        return matching;
    }
}
