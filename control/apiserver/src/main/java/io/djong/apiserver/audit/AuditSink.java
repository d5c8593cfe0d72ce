package io.djong.apiserver.audit;

import io.djong.meta.tree.Fields;

/// Keeps audit events.
public interface AuditSink extends AutoCloseable {

    /// Returns false when the event is lost.
    boolean accept(Fields event);

    /// Writes out what it still has.
    @Override
    void close();
}
