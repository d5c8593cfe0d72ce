package io.djong.kubelet.pods;

import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.Names;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Pods that are files in a directory: they run whether there is an API or not.
///
/// Shape: confined to its thread.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/static-pod/ Static Pods
public final class StaticPods implements Runnable {

    private static final Log LOG = Log.of(StaticPods.class);

    /// Upstream looks every 20 s and is told by inotify in between.
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Path directory;
    private final String node;
    private final PodWorkers workers;
    private final MirrorPods mirrors;
    private final Clock clock;
    private Map<Path, Pod> known = Map.of();

    public StaticPods(
            Path directory, String node, PodWorkers workers, MirrorPods mirrors, Clock clock) {
        this.directory = directory;
        this.node = node;
        this.workers = workers;
        this.mirrors = mirrors;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            while (true) {
                try {
                    look();
                } catch (IOException | RuntimeException failure) {
                    LOG.warn("Static pods not read", failure, "directory", directory);
                }
                clock.sleep(PERIOD);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() throws IOException {
        Map<Path, Pod> found = new HashMap<>();
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.sorted().toList()) {
                    boolean isHidden = file.getFileName().toString().startsWith(".");
                    if (!isHidden && Files.isRegularFile(file)) {
                        read(file).ifPresent(pod -> found.put(file, pod));
                    }
                }
            }
        }
        known.forEach((file, pod) -> {
            Pod now = found.get(file);
            if (now == null || !now.uid().equals(pod.uid())) {
                workers.remove(pod.uid());
            }
            if (now == null) {
                mirrors.remove(pod);
            }
        });
        known = found;
        for (Pod pod : found.values()) {
            if (!workers.knows(pod.uid())) {
                workers.put(pod);
            }
            if (mirrors.ensure(pod)) {
                workers.resendStatus(pod.uid());
            }
        }
    }

    private Optional<Pod> read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            if (!(Yaml.parse(bytes) instanceof Fields document)
                    || !document.string("kind").equals("Pod")) {
                LOG.warn("File is no pod", "file", file);
                return Optional.empty();
            }
            return Optional.of(pod(document, bytes));
        } catch (DecodeException malformed) {
            LOG.warn("File is malformed", malformed, "file", file);
            return Optional.empty();
        }
    }

    private Pod pod(Fields document, byte[] bytes) {
        Fields metadata = document.fields("metadata");
        String uid = metadata.string("uid").isEmpty() ? hash(bytes) : metadata.string("uid");
        String namespace = metadata.string("namespace");
        Fields annotations =
                metadata.fields("annotations")
                        .with(Names.CONFIG_HASH, uid)
                        .with(Names.CONFIG_SEEN, Times.micros(clock.now()))
                        .with(Names.CONFIG_SOURCE, "file");
        Fields full =
                metadata.with("name", metadata.string("name") + "-" + node)
                        .with("namespace", namespace.isEmpty() ? "default" : namespace)
                        .with("uid", uid)
                        .with("annotations", annotations);
        Fields spec =
                StaticPodDefaults.of(document.fields("spec"))
                        .with("nodeName", node)
                        .with(
                                "tolerations",
                                List.of(
                                        Fields.of("effect", "NoExecute")
                                                .with("operator", "Exists")));
        return new Pod(
                Fields.of("apiVersion", "v1")
                        .with("kind", "Pod")
                        .with("metadata", full)
                        .with("spec", spec)
                        .with("status", Fields.of("phase", "Pending")));
    }

    /// The same file on two nodes makes two pods.
    private String hash(byte[] bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(
                    ("host:" + node + "file:" + directory)
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
