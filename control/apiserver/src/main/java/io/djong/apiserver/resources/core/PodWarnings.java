package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What in a pod or its template is allowed, but surely not meant.
///
/// @spec https://kubernetes.io/blog/2020/09/03/warnings/ Warning: Helpful Warnings Ahead
public final class PodWarnings {

    /// Volume types that do nothing any more, and since when.
    private static final Map<String, String> OLD_VOLUMES = oldVolumes();

    private PodWarnings() {}

    private static Map<String, String> oldVolumes() {
        Map<String, String> volumes = new LinkedHashMap<>();
        volumes.put("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+");
        volumes.put("gitRepo", "deprecated in v1.11, and disabled by default in v1.33+");
        volumes.put("scaleIO", "deprecated in v1.16, non-functional in v1.22+");
        volumes.put("flocker", "deprecated in v1.22, non-functional in v1.25+");
        volumes.put("storageos", "deprecated in v1.22, non-functional in v1.25+");
        volumes.put("quobyte", "deprecated in v1.22, non-functional in v1.25+");
        volumes.put("glusterfs", "deprecated in v1.25, non-functional in v1.26+");
        volumes.put("cephfs", "deprecated in v1.28, non-functional in v1.31+");
        volumes.put("rbd", "deprecated in v1.28, non-functional in v1.31+");
        return volumes;
    }

    /// Of a new pod, or of a new workload whose name becomes part of its pods'.
    ///
    /// @param use what the name is used in
    public static List<String> ofNew(Fields object, String use) {
        List<String> warnings = new ArrayList<>();
        List<String> wrong = Names.dnsLabel(Trees.name(object));
        if (!wrong.isEmpty()) {
            warnings.add(
                    "metadata.name: this is used in "
                            + use
                            + ", which can result in surprising behavior; a DNS label is recommended: "
                            + GoText.words(wrong));
        }
        boolean isPod = object.string("kind").equals("Pod");
        warnings.addAll(
                isPod ? ofSpec(object.fields("spec"), FieldPath.of("spec")) : ofTemplate(object));
        return warnings;
    }

    /// Of the template of a workload.
    public static List<String> ofTemplate(Fields object) {
        return ofSpec(
                object.fields("spec").fields("template").fields("spec"),
                FieldPath.of("spec", "template", "spec"));
    }

    private static List<String> ofSpec(Fields spec, FieldPath path) {
        List<String> warnings = new ArrayList<>();
        spread(spec, path.child("topologySpreadConstraints"), warnings);
        List<Fields> volumes = Trees.objects(spec, "volumes");
        for (int i = 0; i < volumes.size(); i++) {
            for (Map.Entry<String, String> old : OLD_VOLUMES.entrySet()) {
                if (Trees.isSet(volumes.get(i), old.getKey())) {
                    warnings.add(
                            path.child("volumes").index(i).child(old.getKey())
                                    + ": "
                                    + old.getValue());
                }
            }
        }
        repeated(spec, "hostAliases", "ip", path, warnings);
        repeated(spec, "imagePullSecrets", "name", path, warnings);
        for (String list : List.of("initContainers", "containers")) {
            List<Fields> containers = Trees.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                container(containers.get(i), path.child(list).index(i), warnings);
            }
        }
        if (spec.integer("terminationGracePeriodSeconds") < 0) {
            warnings.add(
                    path.child("terminationGracePeriodSeconds")
                            + ": must be >= 0; negative values are invalid and will be treated as 1");
        }
        return warnings;
    }

    private static void spread(Fields spec, FieldPath path, List<String> warnings) {
        List<Fields> constraints = Trees.objects(spec, "topologySpreadConstraints");
        for (int i = 0; i < constraints.size(); i++) {
            if (!Trees.isSet(constraints.get(i), "labelSelector")) {
                warnings.add(
                        path.index(i).child("labelSelector")
                                + ": a null labelSelector results in matching no pod");
            }
        }
    }

    private static void repeated(
            Fields spec, String list, String field, FieldPath path, List<String> warnings) {
        Set<String> seen = new HashSet<>();
        List<Fields> items = Trees.objects(spec, list);
        for (int i = 0; i < items.size(); i++) {
            String value = items.get(i).string(field);
            if (!seen.add(value)) {
                warnings.add(
                        path.child(list).index(i).child(field)
                                + ": duplicate "
                                + field
                                + " "
                                + GoText.quote(value));
            }
        }
    }

    private static void container(Fields container, FieldPath path, List<String> warnings) {
        Fields resources = container.fields("resources");
        for (String name : List.of("memory", "ephemeral-storage")) {
            for (String list : List.of("limits", "requests")) {
                Object amount = resources.fields(list).value(name);
                if (amount != null && Trees.quantity(amount).milliValue() % 1000 != 0) {
                    warnings.add(
                            path.child("resources", list).key(name)
                                    + ": fractional byte value "
                                    + GoText.quote(amount.toString())
                                    + " is invalid, must be an integer");
                }
            }
        }
        Set<String> seen = new HashSet<>();
        List<Fields> variables = Trees.objects(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            Fields variable = variables.get(i);
            String name = variable.string("name");
            String value = variable.string("value");
            String reference = "$(" + name + ")";
            // One that builds on the one before is meant.
            boolean builds =
                    !Trees.isSet(variable, "valueFrom")
                            && !value.equals(reference)
                            && value.contains(reference);
            if (!seen.add(name) && !builds) {
                warnings.add(
                        path.child("env").index(i)
                                + ": hides previous definition of "
                                + GoText.quote(name)
                                + ", which may be dropped when using apply");
            }
        }
    }
}
