package io.djong.cluster;

import io.djong.apiserver.Limits;
import io.djong.apiserver.audit.AuditPolicy;
import io.djong.apiserver.audit.LogFile;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about limits and audit; names as kube-apiserver's.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver
final class SafetyOptions {

    private static final String POLICY = "--audit-policy-file";

    @Option(
            names = "--enable-priority-and-fairness",
            arity = "1",
            description = "false: counts requests instead of queuing them (default: true)")
    boolean fairness = true;

    @Option(
            names = "--max-requests-inflight",
            paramLabel = "COUNT",
            description = "reading requests at once (default: 400)")
    int reads = Limits.defaults().readsInFlight();

    @Option(
            names = "--max-mutating-requests-inflight",
            paramLabel = "COUNT",
            description = "writing requests at once (default: 200)")
    int writes = Limits.defaults().writesInFlight();

    @Option(names = POLICY, paramLabel = "FILE", description = "which requests are written down")
    @Nullable Path policy;

    @Option(
            names = "--audit-log-path",
            paramLabel = "FILE",
            description = "where requests are written down")
    @Nullable Path auditLog;

    @Option(
            names = "--audit-log-maxage",
            paramLabel = "DAYS",
            description = "how long full audit logs are kept (default: no limit)")
    int days;

    @Option(
            names = "--audit-log-maxbackup",
            paramLabel = "COUNT",
            description = "how many full audit logs are kept (default: no limit)")
    int files;

    @Option(
            names = "--audit-log-maxsize",
            paramLabel = "MEGABYTES",
            description = "when an audit log is full (default: 100)")
    int megabytes;

    /// @param errors gets what is wrong
    SafetyConfig toConfig(List<String> errors) {
        if (reads < 0 || writes < 0) {
            errors.add(
                    "--max-requests-inflight, --max-mutating-requests-inflight: must not be negative");
        }
        if (fairness && reads + writes <= 0) {
            errors.add(
                    "--max-requests-inflight, --max-mutating-requests-inflight: together must be positive with --enable-priority-and-fairness");
        }
        if (days < 0 || files < 0 || megabytes < 0) {
            errors.add(
                    "--audit-log-maxage, --audit-log-maxbackup, --audit-log-maxsize: must not be negative");
        }
        return new SafetyConfig(
                Limits.defaults().withFairness(fairness).withInFlight(reads, writes),
                policy(errors),
                auditLog == null ? null : ClusterOptions.here(auditLog),
                new LogFile.Rotation(days, files, megabytes));
    }

    private @Nullable AuditPolicy policy(List<String> errors) {
        if (policy == null) {
            return null;
        }
        try {
            Object document = Yaml.parse(Files.readAllBytes(ClusterOptions.here(policy)));
            return AuditPolicy.parse(document instanceof Fields fields ? fields : Fields.EMPTY);
        } catch (IOException | DecodeException | IllegalArgumentException wrong) {
            errors.add(POLICY + ": " + policy + ": " + wrong.getMessage());
            return null;
        }
    }
}
