package io.djong.kubelet.status;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodStatus;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sends pods' statuses to the API, only when they changed and always the newest.
///
/// Shape: small lock; a pod that has something to send has one thread that sends it.
public final class StatusWriter {

    private static final Log LOG = Log.of(StatusWriter.class);

    private static final Duration RETRY = Duration.ofSeconds(1);

    private record Report(Pod pod, PodStatus status) {}

    private static final class Desk {
        private @Nullable PodStatus sent;
        private @Nullable Report next;
        private @Nullable Report last;
        private boolean isSending;
    }

    private final Client client;
    private final Clock clock;
    private final Threads threads;
    private final Function<Pod, Optional<String>> apiUid;
    private final Map<String, Desk> desks = new HashMap<>();

    /// @param apiUid the uid under which the API has a pod; empty when it does not have it yet
    public StatusWriter(
            Client client, Clock clock, Threads threads, Function<Pod, Optional<String>> apiUid) {
        this.apiUid = apiUid;
        this.client = client;
        this.clock = clock;
        this.threads = threads;
    }

    /// Takes note of a status; it is on its way at once, and this does not wait for it.
    public void report(Pod pod, PodStatus status) {
        synchronized (desks) {
            Desk desk = desks.computeIfAbsent(pod.uid(), _ -> new Desk());
            Report waiting = desk.next;
            PodStatus last = waiting == null ? sent(desk, pod) : waiting.status();
            if (status.equals(last)) {
                return;
            }
            desk.next = new Report(pod, status);
            desk.last = desk.next;
            sendSoon(pod.uid(), desk);
        }
    }

    private void sendSoon(String uid, Desk desk) {
        if (!desk.isSending) {
            desk.isSending = true;
            threads.start("pod-status", () -> send(uid, desk));
        }
    }

    /// The API has an object without a status, although one was sent: it is sent again.
    public void resend(String uid) {
        synchronized (desks) {
            Desk desk = desks.get(uid);
            if (desk != null && desk.last != null) {
                desk.sent = PodStatus.EMPTY;
                desk.next = desk.last;
                sendSoon(uid, desk);
            }
        }
    }

    private static PodStatus sent(Desk desk, Pod pod) {
        PodStatus sent = desk.sent;
        return sent == null ? pod.status() : sent;
    }

    /// Waits until everything reported of a pod has been sent.
    public void await(String uid) throws InterruptedException {
        synchronized (desks) {
            Desk desk = desks.get(uid);
            while (desk != null && desk.isSending) {
                desks.wait();
                desk = desks.get(uid);
            }
        }
    }

    /// The pod is gone.
    public void forget(String uid) {
        synchronized (desks) {
            desks.remove(uid);
            desks.notifyAll();
        }
    }

    private void send(String uid, Desk desk) {
        try {
            while (true) {
                Report report;
                PodStatus before;
                synchronized (desks) {
                    report = desk.next;
                    desk.next = null;
                    if (report == null) {
                        desk.isSending = false;
                        desks.notifyAll();
                        return;
                    }
                    before = sent(desk, report.pod());
                }
                if (!patch(report, before)) {
                    retry(uid, desk, report);
                } else {
                    synchronized (desks) {
                        desk.sent = report.status();
                    }
                }
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void retry(String uid, Desk desk, Report report) throws InterruptedException {
        clock.sleep(RETRY);
        synchronized (desks) {
            boolean isKnown = desks.get(uid) == desk;
            if (desk.next == null && isKnown) {
                desk.next = report;
            }
        }
    }

    private boolean patch(Report report, PodStatus before) {
        Fields change = difference(before.fields(), report.status().fields());
        if (change.isEmpty()) {
            return true;
        }
        Pod pod = report.pod();
        Optional<String> uid = apiUid.apply(pod);
        if (uid.isEmpty()) {
            return false;
        }
        Fields patch = Fields.of("metadata", Fields.of("uid", uid.get())).with("status", change);
        try {
            client.patch(
                    Pod.KIND,
                    ObjectKey.of(pod.namespace(), pod.name()),
                    "status",
                    new Patch.Strategic(patch));
            return true;
        } catch (ApiException refused) {
            // Gone, or another one of that name: nobody wants to know any more.
            boolean isGone = refused.is(Reason.NOT_FOUND) || refused.is(Reason.CONFLICT);
            if (!isGone) {
                LOG.warn("Pod status not written", refused, "pod", pod.key());
            }
            return isGone || refused.is(Reason.INVALID);
        } catch (RuntimeException failure) {
            LOG.warn("Pod status not written", failure, "pod", pod.key());
            return false;
        }
    }

    /// Fields that differ, whole; fields that went away as null.
    static Fields difference(Fields before, Fields now) {
        Fields.Builder change = Fields.builder();
        now.forEach((name, value) -> {
            if (!java.util.Objects.equals(value, before.value(name))) {
                change.add(name, value);
            }
        });
        before.forEach((name, _) -> {
            if (!now.has(name)) {
                change.add(name, null);
            }
        });
        return change.build();
    }
}
