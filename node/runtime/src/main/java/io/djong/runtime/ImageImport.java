package io.djong.runtime;

import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import io.djong.meta.Clock;
import io.djong.runtime.containerd.ContentGrpc;
import io.djong.runtime.containerd.CreateImageRequest;
import io.djong.runtime.containerd.CreateLeaseRequest;
import io.djong.runtime.containerd.DeleteLeaseRequest;
import io.djong.runtime.containerd.Descriptor;
import io.djong.runtime.containerd.GetImageRequest;
import io.djong.runtime.containerd.ImagesGrpc;
import io.djong.runtime.containerd.InfoRequest;
import io.djong.runtime.containerd.LeasesGrpc;
import io.djong.runtime.containerd.NamedImage;
import io.djong.runtime.containerd.UpdateImageRequest;
import io.djong.runtime.containerd.WriteAction;
import io.djong.runtime.containerd.WriteContentRequest;
import io.djong.runtime.containerd.WriteContentResponse;
import io.djong.runtime.image.OciLayout;
import io.djong.runtime.image.OciLayout.Reference;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.BlockingClientCall;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/// Writes an archive's images straight into containerd, leaving out every blob that is there already.
///
/// Layers are unpacked by the first container that needs them, so an image that nobody uses costs little.
///
/// @spec https://github.com/containerd/containerd/blob/main/docs/garbage-collection.md Labels that keep content
final class ImageImport {

    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("containerd-namespace", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> LEASE =
            Metadata.Key.of("containerd-lease", Metadata.ASCII_STRING_MARSHALLER);

    /// What is being written is safe for so long even if we die in between.
    private static final Duration LEASE_MAX = Duration.ofHours(1);

    /// Well below containerd's 16 MiB a message.
    private static final int CHUNK = 1 << 20;

    private final Channel channel;
    private final Clock clock;
    private final String lease = "djong-import-" + UUID.randomUUID();

    ImageImport(RuntimeSocket socket, Clock clock) {
        this.clock = clock;
        Metadata headers = new Metadata();
        headers.put(NAMESPACE, RuntimeEvents.NAMESPACE);
        headers.put(LEASE, lease);
        this.channel =
                ClientInterceptors.intercept(
                        socket.channel(), MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    /// @return the images, which CRI knows a moment later
    List<OciLayout.Named> run(OciLayout layout) throws IOException {
        try {
            List<OciLayout.Named> images = layout.images();
            if (images.stream().allMatch(image -> isTarget(image, present(image.name())))) {
                return images;
            }
            LeasesGrpc.newBlockingStub(channel)
                    .create(
                            CreateLeaseRequest.newBuilder()
                                    .setId(lease)
                                    .putLabels(
                                            "containerd.io/gc.expire",
                                            clock.now().plus(LEASE_MAX).toString())
                                    .build());
            try {
                Set<String> done = new HashSet<>();
                for (OciLayout.Named image : images) {
                    write(layout, image.target(), done);
                    name(image);
                }
                return images;
            } finally {
                LeasesGrpc.newBlockingStub(channel)
                        .delete(DeleteLeaseRequest.newBuilder().setId(lease).build());
            }
        } catch (StatusRuntimeException failure) {
            throw CriException.of(failure);
        }
    }

    /// Children first, so that whoever finds a parent finds all of it.
    private void write(OciLayout layout, Reference blob, Set<String> done) throws IOException {
        if (!layout.has(blob) || !done.add(blob.digest())) {
            return;
        }
        Map<String, String> labels = new TreeMap<>();
        List<Reference> children = layout.children(blob);
        for (int i = 0; i < children.size(); i++) {
            Reference child = children.get(i);
            if (layout.has(child)) {
                write(layout, child, done);
                labels.put("containerd.io/gc.ref.content." + i, child.digest());
            }
        }
        if (!isThere(blob)) {
            send(layout, blob, labels);
        }
    }

    private boolean isThere(Reference blob) {
        try {
            ContentGrpc.newBlockingStub(channel)
                    .info(InfoRequest.newBuilder().setDigest(blob.digest()).build());
            return true;
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return false;
            }
            throw failure;
        }
    }

    private void send(OciLayout layout, Reference blob, Map<String, String> labels)
            throws IOException {
        BlockingClientCall<WriteContentRequest, WriteContentResponse> call =
                ContentGrpc.newBlockingV2Stub(channel).write();
        try {
            long offset = 0;
            do {
                byte[] data = layout.read(blob, offset, CHUNK);
                boolean isLast = offset + data.length >= blob.size();
                WriteContentRequest.Builder part =
                        WriteContentRequest.newBuilder()
                                .setAction(isLast ? WriteAction.COMMIT : WriteAction.WRITE)
                                .setRef("djong-" + blob.digest())
                                .setTotal(blob.size())
                                .setExpected(blob.digest())
                                .setOffset(offset)
                                .setData(ByteString.copyFrom(data));
                if (isLast) {
                    part.putAllLabels(labels);
                }
                call.write(part.build());
                call.read();
                offset += data.length;
            } while (offset < blob.size());
            call.halfClose();
            call.read();
        } catch (StatusException failure) {
            // Somebody else may write the same blob at the same time.
            if (failure.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
                throw failure.getStatus().asRuntimeException();
            }
        } catch (InterruptedException stop) {
            call.cancel("interrupted", stop);
            Thread.currentThread().interrupt();
            throw Status.CANCELLED.withDescription("import was interrupted").asRuntimeException();
        }
    }

    private void name(OciLayout.Named image) {
        ImagesGrpc.ImagesBlockingStub images = ImagesGrpc.newBlockingStub(channel);
        Reference target = image.target();
        NamedImage wanted =
                NamedImage.newBuilder()
                        .setName(image.name())
                        .setTarget(
                                Descriptor.newBuilder()
                                        .setMediaType(target.mediaType())
                                        .setDigest(target.digest())
                                        .setSize(target.size()))
                        .build();
        Optional<NamedImage> present = present(image.name());
        if (present.isEmpty()) {
            images.create(CreateImageRequest.newBuilder().setImage(wanted).build());
        } else if (!isTarget(image, present)) {
            images.update(
                    UpdateImageRequest.newBuilder()
                            .setImage(wanted)
                            .setUpdateMask(FieldMask.newBuilder().addPaths("target"))
                            .build());
        }
    }

    private static boolean isTarget(OciLayout.Named image, Optional<NamedImage> present) {
        return present.filter(
                        found -> found.getTarget().getDigest().equals(image.target().digest()))
                .isPresent();
    }

    private Optional<NamedImage> present(String name) {
        try {
            GetImageRequest request = GetImageRequest.newBuilder().setName(name).build();
            return Optional.of(ImagesGrpc.newBlockingStub(channel).get(request).getImage());
        } catch (StatusRuntimeException failure) {
            if (failure.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return Optional.empty();
            }
            throw failure;
        }
    }
}
