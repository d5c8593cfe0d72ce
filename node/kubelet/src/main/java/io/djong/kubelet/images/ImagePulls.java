package io.djong.kubelet.images;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.events.Events;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.image.ImageName;
import io.djong.volumes.VolumeObjects;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sees to it that images are there, pulling them as their containers' policy says.
///
/// Asking never waits for a pull: the answer is [Outcome.Pulling], and the pod is woken when it has ended.
///
/// Shape: a concurrent map of pulls; each is finished by its own thread. Messages are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy Image pull policy
public final class ImagePulls {

    private static final Log LOG = Log.of(ImagePulls.class);

    private static final int PARALLEL_MAX = 16;

    /// How things stand with one container's image.
    public sealed interface Outcome {

        /// @param id what to make the container of
        record Present(String id, Image image) implements Outcome {}

        record Pulling() implements Outcome {}

        /// @param reason as in the container's waiting state: `ErrImagePull`
        /// @param retryIn when to ask again
        record Failed(String reason, String message, Duration retryIn) implements Outcome {}
    }

    /// After a failure the pod is looked at once more soon, to say that it is backing off.
    private static final Duration SAY_BACKING_OFF = Duration.ofSeconds(1);

    private static final Duration NEVER = Duration.ofMinutes(1);

    private record Pull(@Nullable String done, @Nullable String failure) {}

    private final Cri cri;
    private final Events events;
    private final PullSecrets secrets;
    private final Clock clock;
    private final Threads threads;
    private final Backoff backoff;
    private final Semaphore slots;
    private final Map<String, Pull> pulls = new ConcurrentHashMap<>();
    private final Map<String, String> lastFailures = new ConcurrentHashMap<>();

    public ImagePulls(
            Cri cri,
            Events events,
            VolumeObjects objects,
            Clock clock,
            Threads threads,
            boolean serialize) {
        this.cri = cri;
        this.events = events;
        this.secrets = new PullSecrets(objects);
        this.clock = clock;
        this.threads = threads;
        this.backoff = new Backoff(clock);
        this.slots = new Semaphore(serialize ? 1 : PARALLEL_MAX);
    }

    /// @param wake is given the pod's uid when a pull for it has ended
    public Outcome ensure(Pod pod, Container container, Consumer<String> wake) {
        String name;
        try {
            name = ImageName.parse(container.image()).toString();
        } catch (IllegalArgumentException malformed) {
            String message =
                    "Failed to apply default image tag \"%s\": couldn't parse image name \"%s\": %s"
                            .formatted(
                                    container.image(), container.image(), malformed.getMessage());
            events.warning(pod, container, "InspectFailed", message);
            return new Outcome.Failed("InvalidImageName", message, NEVER);
        }
        String key = pod.uid() + "_" + container.image();
        Pull pull = pulls.get(key);
        if (pull != null && pull.done() == null && pull.failure() == null) {
            return new Outcome.Pulling();
        }
        Optional<Image> present = cri.imageStatus(ImageSpec.newBuilder().setImage(name).build());
        String policy = container.imagePullPolicy();
        if (pull != null) {
            pulls.remove(key);
            String failure = pull.failure();
            if (failure != null) {
                return new Outcome.Failed("ErrImagePull", failure, SAY_BACKING_OFF);
            }
            if (present.isPresent()) {
                return new Outcome.Present(present.get().getId(), present.get());
            }
        }
        if (present.isPresent() && !policy.equals("Always")) {
            events.normal(
                    pod,
                    container,
                    "Pulled",
                    "Container image \"%s\" already present on machine and can be accessed by the pod"
                            .formatted(container.image()));
            return new Outcome.Present(present.get().getId(), present.get());
        }
        if (policy.equals("Never")) {
            String message =
                    "Container image \"%s\" is not present with pull policy of Never"
                            .formatted(container.image());
            events.warning(pod, container, "ErrImageNeverPull", message);
            return new Outcome.Failed("ErrImageNeverPull", message, NEVER);
        }
        Duration left = backoff.left(key);
        if (left.isPositive()) {
            String message = "Back-off pulling image \"%s\"".formatted(container.image());
            events.normal(pod, container, "BackOff", message);
            String last = lastFailures.get(key);
            return new Outcome.Failed(
                    "ImagePullBackOff",
                    last == null ? message : message + ": ErrImagePull: " + last,
                    left);
        }
        start(pod, container, name, key, wake);
        return new Outcome.Pulling();
    }

    private void start(
            Pod pod, Container container, String name, String key, Consumer<String> wake) {
        pulls.put(key, new Pull(null, null));
        threads.start("image-pull", () -> pull(pod, container, name, key, wake));
    }

    private void pull(
            Pod pod, Container container, String name, String key, Consumer<String> wake) {
        long asked = clock.nanos();
        try {
            slots.acquire();
            try {
                events.normal(
                        pod,
                        container,
                        "Pulling",
                        "Pulling image \"%s\"".formatted(container.image()));
                long started = clock.nanos();
                String id = pullWithAnyOf(name, secrets.of(pod, container.image()));
                long now = clock.nanos();
                long bytes =
                        cri.imageStatus(ImageSpec.newBuilder().setImage(name).build())
                                .map(Image::getSize)
                                .orElse(0L);
                events.normal(
                        pod,
                        container,
                        "Pulled",
                        "Successfully pulled image \"%s\" in %s (%s including waiting). Image size: %d bytes."
                                .formatted(
                                        container.image(),
                                        took(now - started),
                                        took(now - asked),
                                        bytes));
                lastFailures.remove(key);
                pulls.put(key, new Pull(id, null));
            } finally {
                slots.release();
            }
        } catch (CriException failure) {
            String words = "failed to pull and unpack image \"%s\"".formatted(name);
            String message = failure.getMessage() == null ? words : failure.getMessage();
            LOG.warn("Image pull failed", "image", name, "failure", message);
            events.warning(
                    pod,
                    container,
                    "Failed",
                    "Failed to pull image \"%s\": %s".formatted(container.image(), message));
            backoff.next(key, clock.now());
            lastFailures.put(key, message);
            pulls.put(key, new Pull(null, message));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            pulls.remove(key);
        }
        wake.accept(pod.uid());
    }

    private String pullWithAnyOf(String name, List<AuthConfig> credentials) {
        ImageSpec image = ImageSpec.newBuilder().setImage(name).build();
        CriException refusal = null;
        for (AuthConfig auth : credentials) {
            try {
                return cri.pullImage(image, auth, null);
            } catch (CriException failure) {
                refusal = failure;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return cri.pullImage(image, null, null);
    }

    /// As Go prints durations that were cut to milliseconds.
    private static String took(long nanos) {
        long millis = nanos / 1_000_000;
        if (millis < 1000) {
            return millis + "ms";
        }
        String seconds = "%d.%03d".formatted(millis % 60_000 / 1000, millis % 1000);
        String trimmed = seconds.replaceAll("\\.?0+$", "");
        String text = (trimmed.isEmpty() ? "0" : trimmed) + "s";
        return millis < 60_000 ? text : millis / 60_000 + "m" + text;
    }

    /// A pod is gone.
    public void forget(String podUid) {
        pulls.keySet().removeIf(key -> key.startsWith(podUid));
        lastFailures.keySet().removeIf(key -> key.startsWith(podUid));
        backoff.forget(podUid);
    }
}
