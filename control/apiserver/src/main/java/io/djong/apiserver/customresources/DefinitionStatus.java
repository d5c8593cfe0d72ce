package io.djong.apiserver.customresources;

import io.djong.apiserver.customresources.Conditions.Condition;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Which names a definition gets, and what its conditions say of that. A function of the definitions of one group.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/ Custom resource definitions
final class DefinitionStatus {

    private DefinitionStatus() {}

    static boolean isTrue(Fields crd, String type) {
        Condition condition = Condition.find(crd, type);
        return condition != null && condition.status().equals("True");
    }

    /// Whether requests for its instances are answered.
    static boolean isServed(Fields crd) {
        return isTrue(crd, "NamesAccepted") || isTrue(crd, "Established");
    }

    /// The next status, or the present one when nothing is to do: names first, then that it is served, then approval.
    ///
    /// @param all definitions of the same group, this one among them
    static Fields next(Fields crd, List<Fields> all, Instant now) {
        Fields status = crd.fields("status");
        Fields named = named(crd, all, now);
        if (!named.equals(status)) {
            return named;
        }
        if (isTrue(crd, "NamesAccepted") && !isTrue(crd, "Established")) {
            return Conditions.with(
                    status,
                    new Condition(
                            "Established",
                            "True",
                            "InitialNamesAccepted",
                            "the initial names have been accepted"),
                    now);
        }
        Condition approval = ApprovalPolicy.condition(crd);
        return approval == null || approval.equals(Condition.find(crd, ApprovalPolicy.CONDITION))
                ? status
                : Conditions.with(status, approval, now);
    }

    private static Fields named(Fields crd, List<Fields> all, Instant now) {
        Fields status = crd.fields("status");
        Fields wanted = crd.fields("spec").fields("names");
        Fields held = status.fields("acceptedNames");
        if (wanted.equals(held)) {
            return status;
        }
        Naming naming = new Naming(wanted, held, all);
        Fields accepted = naming.accepted();
        Condition condition = naming.condition();
        if (accepted.equals(held) && condition.equals(Condition.find(crd, condition.type()))) {
            return status;
        }
        Condition established = Condition.find(crd, "Established");
        boolean isAccepted = condition.status().equals("True");
        if (established == null || (isAccepted && !established.status().equals("True"))) {
            established =
                    isAccepted
                            ? new Condition(
                                    "Established",
                                    "False",
                                    "Installing",
                                    "the initial names have been accepted")
                            : new Condition(
                                    "Established",
                                    "False",
                                    "NotAccepted",
                                    "not all names are accepted");
        }
        Fields next = status.with("acceptedNames", accepted);
        return Conditions.with(Conditions.with(next, condition, now), established, now);
    }

    /// Names that a definition wants, holds, and can have. Confined to one call.
    private static final class Naming {

        private final Fields wanted;
        private final Fields held;
        private final Set<String> resources = new HashSet<>();
        private final Set<String> kinds = new HashSet<>();
        private String reason = "NoConflicts";
        private String message = "no conflicts found";

        Naming(Fields wanted, Fields held, List<Fields> all) {
            this.wanted = wanted;
            this.held = held;
            for (Fields one : all) {
                Fields names = one.fields("status").fields("acceptedNames");
                resources.add(names.string("plural"));
                resources.add(names.string("singular"));
                resources.addAll(Trees.texts(names, "shortNames"));
                kinds.add(names.string("kind"));
                kinds.add(names.string("listKind"));
            }
        }

        Fields accepted() {
            Fields.Builder accepted = new Fields.Builder(6);
            accepted.add("plural", name("plural", resources, "PluralConflict"));
            accepted.add("singular", name("singular", resources, "SingularConflict"));
            List<String> shortNames = shortNames();
            if (!shortNames.isEmpty()) {
                accepted.add("shortNames", shortNames);
            }
            accepted.add("kind", name("kind", kinds, "KindConflict"));
            accepted.add("listKind", name("listKind", kinds, "ListKindConflict"));
            if (!wanted.list("categories").isEmpty()) {
                accepted.add("categories", wanted.list("categories"));
            }
            Fields names = accepted.build();
            for (String empty : List.of("singular", "listKind")) {
                names = names.string(empty).isEmpty() ? names.without(empty) : names;
            }
            return names;
        }

        private String name(String field, Set<String> taken, String conflict) {
            String name = wanted.string(field);
            String mine = held.string(field);
            if (name.equals(mine) || !taken.contains(name)) {
                return name;
            }
            reason = conflict;
            message = inUse(name);
            return mine;
        }

        private List<String> shortNames() {
            List<String> names = Trees.texts(wanted, "shortNames");
            List<String> mine = Trees.texts(held, "shortNames");
            List<String> conflicts = new ArrayList<>(0);
            for (String name : names) {
                if (!mine.contains(name) && resources.contains(name)) {
                    conflicts.add(inUse(name));
                }
            }
            if (conflicts.isEmpty()) {
                return names;
            }
            reason = "ShortNamesConflict";
            message =
                    conflicts.size() == 1
                            ? conflicts.getFirst()
                            : "[" + String.join(", ", conflicts) + "]";
            return mine;
        }

        private static String inUse(String name) {
            return GoText.quote(name) + " is already in use";
        }

        /// Only after [#accepted].
        Condition condition() {
            boolean free = reason.equals("NoConflicts");
            return new Condition("NamesAccepted", free ? "True" : "False", reason, message);
        }
    }
}
