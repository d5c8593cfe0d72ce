package io.djong.apiserver.legacy;

import io.djong.meta.tree.Fields;
import java.util.List;

/// RuntimeClasses of `node.k8s.io/v1alpha1`, which had a spec.
final class RuntimeClassForm implements LegacyForm {

    private static final List<String> KEPT = List.of("overhead", "scheduling");

    @Override
    public Fields toToday(Fields old) {
        Fields spec = old.fieldsOrNull("spec");
        if (spec == null) {
            return old;
        }
        Fields today = old.without("spec").with("handler", spec.string("runtimeHandler"));
        for (String name : KEPT) {
            today = spec.has(name) ? today.with(name, spec.value(name)) : today;
        }
        return today;
    }

    @Override
    public Fields toOld(Fields today) {
        if (!today.has("handler")) {
            return today;
        }
        Fields spec = Fields.of("runtimeHandler", today.string("handler"));
        Fields old = today.without("handler");
        for (String name : KEPT) {
            if (today.has(name)) {
                spec = spec.with(name, today.value(name));
                old = old.without(name);
            }
        }
        return old.with("spec", spec);
    }
}
