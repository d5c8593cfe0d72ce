package io.djong.apiserver.requests;

/// How much of a request is written down.
///
/// @spec https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy Audit policy
public enum AuditLevel {
    NONE("None"),
    METADATA("Metadata"),
    REQUEST("Request"),
    REQUEST_RESPONSE("RequestResponse");

    private final String text;

    AuditLevel(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    public boolean isAtLeast(AuditLevel other) {
        return compareTo(other) >= 0;
    }
}
