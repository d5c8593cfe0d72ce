package io.djong.admission.webhook;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The webhooks of one kind of configuration. Any thread.
///
/// Read again only after [#changed], so that a request without webhooks costs one look at a field.
public final class Hooks {

    private final Supplier<List<Fields>> configurations;
    private final Object lock = new Object();
    private volatile @Nullable List<Hook> known;

    /// @param configurations all documents, as they are now
    public Hooks(Supplier<List<Fields>> configurations) {
        this.configurations = configurations;
    }

    /// A configuration was written or removed.
    public void changed() {
        synchronized (lock) {
            known = null;
        }
    }

    /// In the order in which they are asked.
    List<Hook> all() {
        List<Hook> hooks = known;
        if (hooks != null) {
            return hooks;
        }
        // Read under the lock, so that what was read before a change does not outlive it.
        synchronized (lock) {
            hooks = known;
            if (hooks == null) {
                hooks = Hook.of(configurations.get());
                known = hooks;
            }
            return hooks;
        }
    }
}
