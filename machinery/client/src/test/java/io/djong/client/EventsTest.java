package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.Event;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.Threads;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsTest {

    private static final Pod POD =
            Pod.KIND
                    .empty()
                    .withMetadata(ObjectMeta.EMPTY.withName("p").withNamespace("a").withUid("u"));

    private final ManualTime time = new ManualTime();
    private final MemoryApi api = new MemoryApi(time);
    private final Client client = new Client(api);
    private final Events events = new Events(client, time);
    private final EventRecorder recorder = events.recorder("kubelet", "n1");
    private final Thread writer = events.start(Threads.virtual());

    @AfterEach
    void stop() {
        writer.interrupt();
    }

    private List<Event> written() {
        await().pollDelay(Duration.ZERO).until(events::isIdle);
        return client.list(Event.KIND, ListOptions.ALL).items().stream()
                .sorted(Comparator.comparing(Event::name))
                .toList();
    }

    @Test
    void tellsWhoSaysWhatAboutWhat() {
        recorder.warning(POD, "BackOff", "Back-off restarting failed container");

        Event event = written().getFirst();
        assertThat(event.namespace()).isEqualTo("a");
        assertThat(event.name()).startsWith("p.");
        assertThat(event.involvedObject().uid()).isEqualTo("u");
        assertThat(event.source().component()).isEqualTo("kubelet");
        assertThat(event.source().host()).isEqualTo("n1");
        assertThat(event.reportingComponent()).isEqualTo("kubelet");
        assertThat(event.type()).isEqualTo("Warning");
        assertThat(event.count()).isEqualTo(1);
    }

    @Test
    void countsWhatIsSaidAgain() {
        recorder.normal(POD, "Pulled", "Image is there");
        time.advance(Duration.ofSeconds(5));
        recorder.normal(POD, "Pulled", "Image is there");
        recorder.normal(POD, "Created", "Created container");

        assertThat(written()).hasSize(2);
        Event event = written().getFirst();
        assertThat(event.count()).isEqualTo(2);
        assertThat(event.lastTimestamp()).isEqualTo(time.now());
        assertThat(event.firstTimestamp()).isEqualTo(time.now().minusSeconds(5));
    }

    @Test
    void combinesWhatDiffersOnlyInWords() {
        for (int i = 0; i < 15; i++) {
            recorder.normal(POD, "Noise", "message " + i);
        }

        List<Event> all = written();
        assertThat(all).hasSize(10);
        assertThat(all.getLast().message()).isEqualTo("(combined from similar events): message 14");
        assertThat(all.getLast().count()).isEqualTo(6);
    }

    @Test
    void dropsTooMuchAboutOneObject() {
        for (int i = 0; i < 60; i++) {
            recorder.normal(POD, "Reason" + i, "message");
        }

        assertThat(written()).hasSize(25);
    }

    @Test
    void makesASeriesOfRepeatedActs() {
        for (int i = 0; i < 3; i++) {
            recorder.act(
                    POD,
                    null,
                    "Warning",
                    "FailedScheduling",
                    "Scheduling",
                    "0/1 nodes are available");
        }

        await().until(events::isIdle);
        assertThat(client.list(io.djong.api.events.v1.Event.KIND, ListOptions.ALL).items())
                .singleElement()
                .matches(event -> event.series() != null && event.series().count() == 2)
                .matches(event -> event.reportingInstance().equals("kubelet-n1"));
    }

    @Test
    void eventsAboutNodesLieInDefault() {
        recorder.normal(
                Node.KIND.empty().withMetadata(ObjectMeta.EMPTY.withName("n1")),
                "Starting",
                "Starting kubelet.");

        assertThat(written().getFirst().namespace()).isEqualTo("default");
    }
}
