package io.djong.admission.webhook;

import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.Set;

/// Which webhooks are asked again in the second round of a request. Confined to the request's thread.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy Reinvocation policy
final class HookRounds {

    private final Set<String> asked = new HashSet<>();
    private final Set<String> due = new HashSet<>();
    private Fields last = Fields.EMPTY;

    /// A webhook that wants to see later changes was asked.
    void asked(Hook hook) {
        asked.add(hook.uid());
    }

    /// The object changed after all that were asked so far.
    void recall() {
        due.addAll(asked);
        asked.clear();
    }

    /// @param object as other plug-ins have left it in their second round
    void beginSecond(Fields object) {
        if (!object.equals(last)) {
            recall();
        }
    }

    void end(Fields object) {
        last = object;
    }

    boolean isDue(Hook hook) {
        return due.contains(hook.uid());
    }
}
