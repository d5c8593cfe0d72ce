package io.djong.kubelet.probes;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Asks a gRPC server for its health. The two messages are so small that they are written by hand.
///
/// @spec https://github.com/grpc/grpc/blob/master/doc/health-checking.md GRPC Health Checking Protocol
final class GrpcHealth {

    private static final int FIRST_FIELD = 1;
    private static final int SERVING = 1;
    private static final String[] NAMES = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

    private static final MethodDescriptor<String, Integer> CHECK =
            MethodDescriptor.<String, Integer>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName("grpc.health.v1.Health/Check")
                    .setRequestMarshaller(new Asking())
                    .setResponseMarshaller(new Answering())
                    .build();

    private GrpcHealth() {}

    static Outcome probe(String host, int port, String service, Duration timeout) {
        ManagedChannel channel =
                ManagedChannelBuilder.forTarget("dns:///" + Endpoints.authority(host, port))
                        .usePlaintext()
                        .userAgent("kube-probe/1.36")
                        .build();
        try {
            int status =
                    ClientCalls.blockingUnaryCall(
                            channel,
                            CHECK,
                            CallOptions.DEFAULT.withDeadlineAfter(
                                    timeout.toNanos(), TimeUnit.NANOSECONDS),
                            service);
            String name = status >= 0 && status < NAMES.length ? NAMES[status] : "UNKNOWN";
            return status == SERVING
                    ? new Outcome.Success("service healthy")
                    : new Outcome.Failure(
                            "service unhealthy (responded with \"%s\")".formatted(name));
        } catch (StatusRuntimeException failure) {
            return new Outcome.Failure(words(failure.getStatus(), host, port, timeout));
        } finally {
            channel.shutdownNow();
        }
    }

    private static String words(Status status, String host, int port, Duration timeout) {
        String address = Endpoints.authority(host, port);
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                    "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                            + status.getDescription();
            case DEADLINE_EXCEEDED ->
                    "timeout: health rpc did not complete within %ds"
                            .formatted(timeout.toSeconds());
            case UNAVAILABLE ->
                    "timeout: failed to connect service \"%s\" within %ds: connection refused"
                            .formatted(address, timeout.toSeconds());
            default -> "error: health rpc probe failed: " + status.getDescription();
        };
    }

    private static final class Asking implements MethodDescriptor.Marshaller<String> {

        @Override
        public InputStream stream(String service) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try {
                CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                if (!service.isEmpty()) {
                    out.writeString(FIRST_FIELD, service);
                }
                out.flush();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
            return new ByteArrayInputStream(bytes.toByteArray());
        }

        @Override
        public String parse(InputStream stream) {
            throw new UnsupportedOperationException("requests are only written");
        }
    }

    private static final class Answering implements MethodDescriptor.Marshaller<Integer> {

        @Override
        public InputStream stream(Integer status) {
            throw new UnsupportedOperationException("answers are only read");
        }

        @Override
        public Integer parse(InputStream stream) {
            int status = 0;
            try {
                CodedInputStream in = CodedInputStream.newInstance(stream);
                for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                    if (tag >>> 3 == FIRST_FIELD) {
                        status = in.readEnum();
                    } else {
                        in.skipField(tag);
                    }
                }
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
            return status;
        }
    }
}
