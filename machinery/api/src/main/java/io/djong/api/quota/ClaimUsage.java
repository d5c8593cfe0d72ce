package io.djong.api.quota;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Claims and the storage they ask for, in all and by storage class.
record ClaimUsage() implements Evaluator {

    private static final Set<String> NAMES =
            Set.of("persistentvolumeclaims", "requests.storage", "count/persistentvolumeclaims");
    private static final String CLASS_SUFFIX = ".storageclass.storage.k8s.io/";
    private static final String BETA_CLASS = "volume.beta.kubernetes.io/storage-class";

    @Override
    public boolean changesOnUpdate() {
        return true;
    }

    @Override
    public Usage usage(Fields object) {
        Map<String, Quantity> usage = new TreeMap<>();
        usage.put("persistentvolumeclaims", ObjectCount.ONE);
        usage.put("count/persistentvolumeclaims", ObjectCount.ONE);
        String beta = object.fields("metadata").fields("annotations").string(BETA_CLASS);
        String className = beta.isEmpty() ? object.fields("spec").string("storageClassName") : beta;
        if (!className.isEmpty()) {
            usage.put(className + CLASS_SUFFIX + "persistentvolumeclaims", ObjectCount.ONE);
        }
        Object storage = object.at("spec", "resources", "requests", "storage");
        if (storage != null) {
            Quantity size = Quantity.parse(storage.toString());
            usage.put("requests.storage", size);
            if (!className.isEmpty()) {
                usage.put(className + CLASS_SUFFIX + "requests.storage", size);
            }
        }
        return new Usage(usage);
    }

    @Override
    public Set<String> matching(Set<String> names) {
        Set<String> matching = new TreeSet<>(names);
        matching.removeIf(name -> !NAMES.contains(name) && !name.contains(CLASS_SUFFIX));
        return matching;
    }
}
