package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;

/// What of a Service stays as it was once it is given.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/dual-stack/#switching-services-between-single-stack-and-dual-stack Switching
final class ServiceChanges {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String ONCE = "may not change once set";

    private final Fields spec;
    private final Fields old;
    private final FieldErrors errors;

    private ServiceChanges(Fields spec, Fields old, FieldErrors errors) {
        this.spec = spec;
        this.old = old;
        this.errors = errors;
    }

    static void validate(Fields spec, Fields old, FieldErrors errors) {
        ServiceChanges changes = new ServiceChanges(spec, old, errors);
        if (ServiceNeeds.address(spec) && ServiceNeeds.address(old)) {
            changes.addresses();
            changes.families();
        }
        if (ServiceNeeds.balanced(spec) && ServiceNeeds.balanced(old)) {
            changes.balancer();
        }
        boolean checked = ServiceNeeds.healthCheck(spec) && ServiceNeeds.healthCheck(old);
        if (checked && spec.integer("healthCheckNodePort") != old.integer("healthCheckNodePort")) {
            errors.forbidden(SPEC.child("healthCheckNodePort"), FieldErrors.IMMUTABLE);
        }
    }

    private void balancer() {
        Object now = spec.value("loadBalancerClass");
        if (!Objects.equals(now, old.value("loadBalancerClass"))) {
            errors.invalid(SPEC.child("loadBalancerClass"), now, ONCE);
        }
        String name = spec.stringOrNull("loadBalancerClass");
        if (name != null) {
            Checks.labelName(name, SPEC.child("loadBalancerClass"), errors);
        }
    }

    private void addresses() {
        if (ServiceNeeds.headless(spec) && ServiceNeeds.headless(old)) {
            return;
        }
        List<String> now = Trees.texts(spec, "clusterIPs");
        List<String> was = Trees.texts(old, "clusterIPs");
        FieldPath path = SPEC.child("clusterIPs");
        if (now.size() == was.size()) {
            for (int i = 0; i < was.size(); i++) {
                if (!was.get(i).equals(now.get(i))) {
                    errors.invalid(path.index(i), now, ONCE);
                }
            }
            return;
        }
        if (now.isEmpty()) {
            errors.invalid(path.index(0), null, "primary clusterIP can not be unset");
        } else if (!was.isEmpty() && !now.getFirst().equals(was.getFirst())) {
            errors.invalid(path.index(0), now, ONCE);
        }
        if (now.size() == 1 && was.size() > 1) {
            onlySingle("secondary clusterIP");
        }
    }

    private void families() {
        if (ServiceNeeds.headless(spec) || ServiceNeeds.headless(old)) {
            return;
        }
        List<String> now = Trees.texts(spec, "ipFamilies");
        List<String> was = Trees.texts(old, "ipFamilies");
        // Upstream blames the first family whichever changed.
        FieldPath path = SPEC.child("ipFamilies").index(0);
        if (now.size() == was.size()) {
            for (int i = 0; i < was.size(); i++) {
                if (!was.get(i).equals(now.get(i))) {
                    errors.invalid(path, now, ONCE);
                }
            }
            return;
        }
        if (now.size() < was.size() && spec.list("clusterIPs").isEmpty()) {
            errors.invalid(path, now, "primary ipFamily can not be unset");
        }
        if (!now.isEmpty() && !was.isEmpty() && !now.getFirst().equals(was.getFirst())) {
            errors.invalid(path, spec.value("clusterIPs"), ONCE);
        }
        if (now.size() == 1 && was.size() > 1) {
            onlySingle("secondary ipFamily");
        }
    }

    private void onlySingle(String what) {
        if (!spec.string("ipFamilyPolicy").equals("SingleStack")) {
            errors.invalid(
                    SPEC.child("ipFamilyPolicy"),
                    spec.value("ipFamilyPolicy"),
                    "must be set to 'SingleStack' when releasing the " + what);
        }
    }
}
