package io.djong.runtime;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/// A call that the container runtime refused or did not answer.
///
/// The message is what upstream's kubelet would print for the same answer, because it ends up in Events.
public final class CriException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Status.Code code;
    private final String description;

    public CriException(Status.Code code, String description) {
        this(code, description, null);
    }

    private CriException(Status.Code code, String description, @Nullable Throwable cause) {
        super("rpc error: code = " + goName(code) + " desc = " + description, cause);
        this.code = code;
        this.description = description;
    }

    static CriException of(StatusRuntimeException failure) {
        Status status = failure.getStatus();
        String description = status.getDescription();
        return new CriException(status.getCode(), description == null ? "" : description, failure);
    }

    public Status.Code code() {
        return code;
    }

    /// The runtime's own words, without the `rpc error` prefix.
    public String description() {
        return description;
    }

    public boolean isNotFound() {
        return code == Status.Code.NOT_FOUND;
    }

    /// Whether the runtime could not be reached at all, so that the same call may succeed later.
    public boolean isUnavailable() {
        return code == Status.Code.UNAVAILABLE;
    }

    /// @spec https://github.com/grpc/grpc-go/blob/master/codes/code_string.go grpc-go's names of codes
    private static String goName(Status.Code code) {
        return switch (code) {
            case OK -> "OK";
            case CANCELLED -> "Canceled";
            case UNKNOWN -> "Unknown";
            case INVALID_ARGUMENT -> "InvalidArgument";
            case DEADLINE_EXCEEDED -> "DeadlineExceeded";
            case NOT_FOUND -> "NotFound";
            case ALREADY_EXISTS -> "AlreadyExists";
            case PERMISSION_DENIED -> "PermissionDenied";
            case RESOURCE_EXHAUSTED -> "ResourceExhausted";
            case FAILED_PRECONDITION -> "FailedPrecondition";
            case ABORTED -> "Aborted";
            case OUT_OF_RANGE -> "OutOfRange";
            case UNIMPLEMENTED -> "Unimplemented";
            case INTERNAL -> "Internal";
            case UNAVAILABLE -> "Unavailable";
            case DATA_LOSS -> "DataLoss";
            case UNAUTHENTICATED -> "Unauthenticated";
        };
    }
}
