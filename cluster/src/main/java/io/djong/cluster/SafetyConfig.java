package io.djong.cluster;

import io.djong.apiserver.Limits;
import io.djong.apiserver.audit.AuditPolicy;
import io.djong.apiserver.audit.AuditTrail;
import io.djong.apiserver.audit.LogFile;
import io.djong.meta.Clock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How the API server guards itself, and what it writes down.
///
/// @param policy null without audit
/// @param auditLog null without audit
record SafetyConfig(
        Limits limits,
        @Nullable AuditPolicy policy,
        @Nullable Path auditLog,
        LogFile.Rotation rotation) {

    AuditTrail trail(Clock clock) {
        return policy == null || auditLog == null
                ? AuditTrail.NONE
                : new AuditTrail(policy, new LogFile(auditLog, rotation, clock));
    }
}
