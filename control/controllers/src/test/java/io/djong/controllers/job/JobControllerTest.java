package io.djong.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import io.djong.api.batch.v1.JobSpec;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobControllerTest {

    private static final Map<String, String> LABELS = Map.of("job-name", "j");

    private final TestCluster cluster =
            new TestCluster().with(JobController::create).with(FinishedJobController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void create(UnaryOperator<JobSpec> change) throws InterruptedException {
        JobSpec spec =
                JobSpec.EMPTY
                        .withParallelism(1)
                        .withCompletions(1)
                        .withBackoffLimit(6)
                        .withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))
                        .withTemplate(
                                PodTemplateSpec.EMPTY
                                        .withMetadata(ObjectMeta.EMPTY.withLabels(LABELS))
                                        .withSpec(
                                                PodSpec.EMPTY
                                                        .withRestartPolicy("Never")
                                                        .withContainers(
                                                                List.of(
                                                                        Container.EMPTY.withName(
                                                                                "c")))));
        cluster.client.create(
                Job.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("j").withNamespace("a"))
                        .withSpec(change.apply(spec)));
        cluster.settle();
    }

    private Job job() {
        return cluster.client.get(Job.KIND, ObjectKey.of("a", "j"));
    }

    private List<Pod> pods() {
        return cluster.client.list(Pod.KIND, ListOptions.ALL).items();
    }

    private List<String> conditions() {
        return job().status().conditions().stream()
                .filter(condition -> condition.status().equals("True"))
                .map(condition -> condition.type() + " " + condition.reason())
                .toList();
    }

    @Test
    void completesWhenItsPodsSucceed() throws InterruptedException {
        cluster.end = _ -> "Succeeded";

        create(spec -> spec.withCompletions(5).withParallelism(2));

        assertThat(conditions())
                .containsExactly(
                        "SuccessCriteriaMet CompletionsReached", "Complete CompletionsReached");
        assertThat(job().status().succeeded()).isEqualTo(5);
        assertThat(job().status().active()).isZero();
        assertThat(job().status().completionTime()).isNotNull();
        assertThat(pods()).hasSize(5).noneMatch(JobTally::isTracked);
        assertThat(cluster.events("Completed")).containsExactly("Job completed");
    }

    @Test
    void failsAfterItsBackOffLimit() throws InterruptedException {
        cluster.end = _ -> "Failed";

        create(spec -> spec.withBackoffLimit(2));
        assertThat(pods()).hasSize(1);
        cluster.advance(Duration.ofSeconds(10));
        assertThat(pods()).hasSize(2);
        cluster.advance(Duration.ofSeconds(20));

        assertThat(pods()).hasSize(3);
        assertThat(conditions())
                .containsExactly(
                        "FailureTarget BackoffLimitExceeded", "Failed BackoffLimitExceeded");
        assertThat(job().status().failed()).isEqualTo(3);
        assertThat(cluster.events("BackoffLimitExceeded"))
                .containsExactly("Job has reached the specified backoff limit");
    }

    @Test
    void endsAtItsDeadline() throws InterruptedException {
        create(spec -> spec.withActiveDeadlineSeconds(30L));
        assertThat(job().status().active()).isEqualTo(1);

        cluster.advance(Duration.ofSeconds(31));

        assertThat(conditions()).contains("Failed DeadlineExceeded");
        assertThat(pods()).isEmpty();
    }

    @Test
    void runsEachIndexOnce() throws InterruptedException {
        cluster.end = pod -> Indexes.of(pod) == 1 && pods().size() < 4 ? "Failed" : "Succeeded";

        create(spec -> spec.withCompletionMode("Indexed").withCompletions(3).withParallelism(3));
        cluster.advance(Duration.ofSeconds(15));

        assertThat(job().status().completedIndexes()).isEqualTo("0-2");
        assertThat(conditions()).contains("Complete CompletionsReached");
        assertThat(pods()).allMatch(pod -> pod.spec().hostname().startsWith("j-"));
    }

    @Test
    void suspendsAndResumes() throws InterruptedException {
        create(spec -> spec);
        Job running = job();
        cluster.client.update(running.withSpec(running.spec().withSuspend(true)));
        cluster.settle();
        assertThat(pods()).isEmpty();
        assertThat(conditions()).containsExactly("Suspended JobSuspended");
        assertThat(job().status().failed()).isZero();

        Job suspended = job();
        cluster.client.update(suspended.withSpec(suspended.spec().withSuspend(false)));
        cluster.settle();

        assertThat(pods()).hasSize(1);
        assertThat(job().status().conditions())
                .extracting(JobCondition::status)
                .containsExactly("False");
    }

    @Test
    void isRemovedWhenItsTimeIsOver() throws InterruptedException {
        cluster.end = _ -> "Succeeded";
        create(spec -> spec.withTtlSecondsAfterFinished(60));

        cluster.advance(Duration.ofSeconds(61));

        assertThat(job().isDeleting()).isTrue();
    }

    @Test
    void writesIndexesAsRanges() {
        assertThat(Indexes.text(new TreeSet<>(List.of(0, 1, 2, 4, 6, 7)))).isEqualTo("0-2,4,6,7");
        assertThat(Indexes.parse("0-2,4", 100)).containsExactly(0, 1, 2, 4);
    }
}
