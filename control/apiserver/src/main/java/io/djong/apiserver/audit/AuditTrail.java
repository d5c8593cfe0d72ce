package io.djong.apiserver.audit;

import org.jspecify.annotations.Nullable;

/// What is written down, and where. Whoever makes it closes the sink, after the server.
public record AuditTrail(@Nullable AuditPolicy policy, @Nullable AuditSink sink) {

    public static final AuditTrail NONE = new AuditTrail(null, null);
}
