package io.djong.admission;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Whether the mutating plug-ins of one request run a second time, because a late one changed what earlier ones have seen.
///
/// Confined to the thread of the request.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#reinvocation-policy Reinvocation policy
public final class Reinvocation {

    private final Map<Class<?>, Object> memories = new HashMap<>(0);
    private boolean wanted;
    private boolean secondRound;

    /// Whether this is the second run.
    public boolean isSecondRound() {
        return secondRound;
    }

    /// Asks for a second run; there is never a third.
    public void want() {
        wanted = true;
    }

    /// What a plug-in keeps from the first run for the second, made at the first call.
    public <T> T memory(Class<T> type, Supplier<T> fresh) {
        return type.cast(memories.computeIfAbsent(type, _ -> fresh.get()));
    }

    /// True once, when a second run was asked for.
    boolean begin() {
        if (!wanted || secondRound) {
            return false;
        }
        secondRound = true;
        return true;
    }
}
