package io.djong.admission.policy;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The policies of one kind with their bindings, compiled when a request first needs them. Any thread.
///
/// Read again only after [#changed], so that a request without policies costs one look at a field.
public final class Policies {

    private final Supplier<List<Fields>> policies;
    private final Supplier<List<Fields>> bindings;
    private final boolean mutates;
    private final Object lock = new Object();
    private Map<String, Policy> compiled = Map.of();
    private volatile @Nullable List<Policy> known;

    /// @param policies all documents, as they are now
    /// @param mutates whether these are MutatingAdmissionPolicies
    public Policies(
            Supplier<List<Fields>> policies, Supplier<List<Fields>> bindings, boolean mutates) {
        this.policies = policies;
        this.bindings = bindings;
        this.mutates = mutates;
    }

    /// A policy or a binding was written or removed.
    public void changed() {
        synchronized (lock) {
            known = null;
        }
    }

    /// Those that are bound, in the order of their names.
    List<Policy> all() {
        List<Policy> all = known;
        if (all != null) {
            return all;
        }
        // Read under the lock, so that what was read before a change does not outlive it.
        synchronized (lock) {
            all = known;
            if (all == null) {
                all = read();
                known = all;
            }
            return all;
        }
    }

    private List<Policy> read() {
        Map<String, List<Fields>> byPolicy = new HashMap<>();
        for (Fields binding : bindings.get()) {
            byPolicy.computeIfAbsent(
                            binding.fields("spec").string("policyName"), _ -> new ArrayList<>())
                    .add(binding);
        }
        if (byPolicy.isEmpty()) {
            compiled = Map.of();
            return List.of();
        }
        Map<String, Policy> kept = new HashMap<>();
        List<Policy> all = new ArrayList<>();
        for (Fields policy : policies.get()) {
            List<Fields> bound = byPolicy.get(policy.fields("metadata").string("name"));
            if (bound != null) {
                Policy one = policy(policy, bound);
                kept.put(one.name(), one);
                all.add(one);
            }
        }
        all.sort(Comparator.comparing(Policy::name));
        compiled = Map.copyOf(kept);
        return List.copyOf(all);
    }

    /// Compiles only what has changed.
    private Policy policy(Fields document, List<Fields> bound) {
        Policy before = compiled.get(document.fields("metadata").string("name"));
        return before != null && before.spec().equals(document.fields("spec"))
                ? before.with(bound)
                : Policy.of(document, bound, mutates);
    }
}
