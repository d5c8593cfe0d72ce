package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.Set;
import java.util.TreeSet;

/// Lets pods that ask for devices onto the nodes that are kept free for these.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#extendedresourcetoleration ExtendedResourceToleration
public final class ExtendedResourceToleration implements AdmissionPlugin {

    @Override
    public Fields mutate(Review review) {
        if (!PodTrees.isWritten(review)) {
            return review.object();
        }
        Fields spec = PodTrees.spec(review.object());
        for (String device : devices(spec)) {
            Fields toleration =
                    Fields.of("key", device, "operator", "Exists", "effect", "NoSchedule");
            if (!spec.list("tolerations").contains(toleration)) {
                spec = PodTrees.append(spec, "tolerations", toleration);
            }
        }
        return review.object().with("spec", spec);
    }

    private static Set<String> devices(Fields spec) {
        Set<String> devices = new TreeSet<>();
        for (Fields container : PodTrees.containers(spec)) {
            container.fields("resources").fields("requests").keySet().stream()
                    .filter(ExtendedResourceToleration::isExtended)
                    .forEach(devices::add);
        }
        return devices;
    }

    /// Named by somebody else than Kubernetes.
    private static boolean isExtended(String resource) {
        int slash = resource.indexOf('/');
        if (slash < 0 || resource.startsWith("requests.")) {
            return false;
        }
        String domain = resource.substring(0, slash);
        return !domain.equals("kubernetes.io") && !domain.endsWith(".kubernetes.io");
    }
}
