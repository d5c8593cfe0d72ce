package io.djong.kubelet;

import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.ServerServiceDefinition;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// A gRPC server that tells its health; unhealthy until it serves.
final class HealthServer implements AutoCloseable {

    private static final byte[] SERVING = {8, 1};
    private static final byte[] NOT_SERVING = {8, 2};

    private final Server server;
    private volatile String serving = "";

    HealthServer() throws IOException {
        MethodDescriptor<byte[], byte[]> check =
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName("grpc.health.v1.Health/Check")
                        .setRequestMarshaller(new Bytes())
                        .setResponseMarshaller(new Bytes())
                        .build();
        ServerServiceDefinition service =
                ServerServiceDefinition.builder("grpc.health.v1.Health")
                        .addMethod(
                                check,
                                ServerCalls.asyncUnaryCall((request, observer) -> {
                                    observer.onNext(answer(request));
                                    observer.onCompleted();
                                }))
                        .build();
        server = ServerBuilder.forPort(0).addService(service).build().start();
    }

    private byte[] answer(byte[] request) {
        // Field 1, length, text.
        String asked = new String(request, 2, request.length - 2, StandardCharsets.UTF_8);
        return asked.equals(serving) ? SERVING : NOT_SERVING;
    }

    int port() {
        return server.getPort();
    }

    void serve(String service) {
        serving = service;
    }

    @Override
    public void close() {
        server.shutdownNow();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
