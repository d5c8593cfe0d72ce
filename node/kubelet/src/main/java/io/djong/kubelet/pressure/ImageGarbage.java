package io.djong.kubelet.pressure;

import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.ContainerFilter;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageSpec;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Removes images that no container uses when the disk fills up, those first that have not been used longest.
///
/// Shape: confined to the thread of [Pressure].
///
/// @spec https://kubernetes.io/docs/concepts/architecture/garbage-collection/#container-image-garbage-collection Image garbage collection
final class ImageGarbage {

    private static final Log LOG = Log.of(ImageGarbage.class);

    /// Upstream's `imageMinimumGCAge`.
    private static final Duration AGE_MIN = Duration.ofMinutes(2);

    private final KubeletConfig config;
    private final Cri cri;
    private final Clock clock;
    private final Map<String, Instant> found = new HashMap<>();
    private final Map<String, Instant> used = new HashMap<>();

    ImageGarbage(KubeletConfig config, Cri cri, Clock clock) {
        this.config = config;
        this.cri = cri;
        this.clock = clock;
    }

    /// Removes as many as it takes to come down to the lower threshold, when the upper one is passed.
    void collect() {
        try {
            FileStore store = Files.getFileStore(config.directories().root());
            long total = Math.max(1, store.getTotalSpace());
            long inUse = total - store.getUsableSpace();
            long percent = inUse * 100 / total;
            List<Image> unused = unused();
            if (percent < config.imageGcHighThresholdPercent()) {
                return;
            }
            long toFree = inUse - total * config.imageGcLowThresholdPercent() / 100;
            remove(unused, toFree);
        } catch (IOException | CriException failure) {
            LOG.warn("Images not looked at", failure);
        }
    }

    /// Removes every image that is not in use: the disk is needed now.
    void collectAll() {
        try {
            remove(unused(), Long.MAX_VALUE);
        } catch (CriException failure) {
            LOG.warn("Images not looked at", failure);
        }
    }

    private List<Image> unused() {
        Instant now = clock.now();
        Set<String> needed = new HashSet<>();
        cri.listContainers(ContainerFilter.getDefaultInstance())
                .forEach(one -> {
                    needed.add(one.getImageRef());
                    needed.add(one.getImage().getImage());
                });
        List<Image> images = cri.listImages();
        for (Image image : images) {
            found.putIfAbsent(image.getId(), now);
            if (isNeeded(image, needed)) {
                used.put(image.getId(), now);
            }
        }
        return images.stream()
                .filter(image -> !isNeeded(image, needed) && !isPause(image))
                .filter(image -> now.isAfter(found.getOrDefault(image.getId(), now).plus(AGE_MIN)))
                .sorted(
                        Comparator.comparing(
                                image -> used.getOrDefault(image.getId(), Instant.EPOCH)))
                .toList();
    }

    private static boolean isNeeded(Image image, Set<String> needed) {
        return needed.contains(image.getId())
                || image.getRepoDigestsList().stream().anyMatch(needed::contains)
                || image.getRepoTagsList().stream().anyMatch(needed::contains);
    }

    private static boolean isPause(Image image) {
        return image.getPinned()
                || image.getRepoTagsList().stream().anyMatch(tag -> tag.contains("pause"));
    }

    private void remove(List<Image> unused, long toFree) {
        long freed = 0;
        for (Image image : unused) {
            if (freed >= toFree) {
                return;
            }
            cri.removeImage(ImageSpec.newBuilder().setImage(image.getId()).build());
            found.remove(image.getId());
            used.remove(image.getId());
            freed += image.getSize();
            LOG.info("Image removed", "image", image.getId(), "bytes", image.getSize());
        }
    }
}
