package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;

/// Bindings of `rbac.authorization.k8s.io/v1alpha1`, whose subjects have a version, and where the user `*` is everybody who
/// is known.
final class BindingForm implements LegacyForm {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final String OWN = GROUP + "/v1alpha1";

    @Override
    public Fields defaults(Fields old) {
        Fields bound = within(old, "roleRef", role -> filled(role, "apiGroup", GROUP));
        return each(
                bound,
                "subjects",
                subject ->
                        switch (subject.string("kind")) {
                            case "ServiceAccount" -> filled(subject, "apiVersion", "v1");
                            case "User", "Group" -> filled(subject, "apiVersion", OWN);
                            default -> subject;
                        });
    }

    @Override
    public Fields toToday(Fields old) {
        return each(old, "subjects", BindingForm::wide);
    }

    @Override
    public Fields toOld(Fields today) {
        return each(today, "subjects", BindingForm::narrow);
    }

    private static Fields wide(Fields subject) {
        String group =
                switch (subject.string("kind")) {
                    case "ServiceAccount" -> "";
                    case "User", "Group" -> GROUP;
                    default -> GroupVersion.parse(subject.string("apiVersion")).group();
                };
        Fields wide = subject.without("apiVersion");
        wide = group.isEmpty() ? wide : wide.with("apiGroup", group);
        return wide.string("kind").equals("User") && wide.string("name").equals("*")
                ? wide.with("kind", "Group").with("name", "system:authenticated")
                : wide;
    }

    private static Fields narrow(Fields subject) {
        String group = subject.string("apiGroup");
        String version =
                switch (subject.string("kind")) {
                    case "ServiceAccount" -> group.isEmpty() ? "v1" : group + "/";
                    case "User", "Group" -> group.equals(GROUP) ? OWN : group + "/";
                    default -> group + "/";
                };
        return subject.without("apiGroup").with("apiVersion", version);
    }
}
