package io.djong.controllers.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.batch.v1.CronJob;
import io.djong.api.batch.v1.CronJobSpec;
import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobSpec;
import io.djong.api.batch.v1.JobTemplateSpec;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronJobControllerTest {

    private static final Map<String, String> LABELS = Map.of("app", "c");

    private final TestCluster cluster =
            new TestCluster().with(CronJobController::create).with(JobController::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void create(UnaryOperator<CronJobSpec> change) throws InterruptedException {
        JobSpec job =
                JobSpec.EMPTY
                        .withCompletions(1)
                        .withSelector(LabelSelector.EMPTY.withMatchLabels(LABELS))
                        .withTemplate(
                                PodTemplateSpec.EMPTY
                                        .withMetadata(ObjectMeta.EMPTY.withLabels(LABELS))
                                        .withSpec(
                                                PodSpec.EMPTY.withContainers(
                                                        List.of(Container.EMPTY.withName("c")))));
        cluster.client.create(
                CronJob.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("c").withNamespace("a"))
                        .withSpec(
                                change.apply(
                                        CronJobSpec.EMPTY
                                                .withSchedule("* * * * *")
                                                .withConcurrencyPolicy("Allow")
                                                .withSuccessfulJobsHistoryLimit(2)
                                                .withFailedJobsHistoryLimit(1)
                                                .withJobTemplate(
                                                        JobTemplateSpec.EMPTY.withSpec(job)))));
        cluster.settle();
    }

    private List<Job> jobs() {
        return cluster.client.list(Job.KIND, ListOptions.ALL).items();
    }

    private CronJob cron() {
        return cluster.client.get(CronJob.KIND, ObjectKey.of("a", "c"));
    }

    @Test
    void startsJobsAndForgetsOldOnes() throws InterruptedException {
        cluster.end = _ -> "Succeeded";
        create(spec -> spec);

        for (int i = 0; i < 4; i++) {
            cluster.advance(Duration.ofMinutes(1));
        }

        assertThat(jobs()).hasSize(2).allMatch(JobConditions::isFinished);
        assertThat(cron().status().active()).isEmpty();
        assertThat(cron().status().lastScheduleTime()).isEqualTo(cluster.time.now());
        assertThat(cron().status().lastSuccessfulTime()).isNotNull();
        assertThat(cluster.events("SuccessfulCreate"))
                .contains("Created job c-" + cluster.time.now().getEpochSecond() / 60);
    }

    @Test
    void doesNotStartASecondOneWhenForbidden() throws InterruptedException {
        create(spec -> spec.withConcurrencyPolicy("Forbid"));

        cluster.advance(Duration.ofMinutes(1));
        cluster.advance(Duration.ofMinutes(1));

        assertThat(jobs()).hasSize(1);
        assertThat(cron().status().active()).hasSize(1);
        assertThat(cluster.events("JobAlreadyActive")).isNotEmpty();
    }

    @Test
    void replacesTheOneThatRuns() throws InterruptedException {
        create(spec -> spec.withConcurrencyPolicy("Replace"));
        cluster.advance(Duration.ofMinutes(1));
        String first = jobs().getFirst().name();

        cluster.advance(Duration.ofMinutes(1));

        assertThat(jobs()).singleElement().matches(job -> !job.name().equals(first));
    }

    @Test
    void startsNothingWhileSuspended() throws InterruptedException {
        create(spec -> spec.withSuspend(true));

        cluster.advance(Duration.ofMinutes(3));

        assertThat(jobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/15 * * * *   | UTC           | 2026-01-01T00:15:00Z",
                "30 2 * * *     | UTC           | 2026-01-01T02:30:00Z",
                "0 0 * * MON    | UTC           | 2026-01-05T00:00:00Z",
                "0 0 13 * 5     | UTC           | 2026-01-02T00:00:00Z",
                "0 12 1 2-3 ?   | UTC           | 2026-02-01T12:00:00Z",
                "0 0 29 2 *     | UTC           | 2028-02-29T00:00:00Z",
                "@daily         | Europe/Berlin | 2026-01-01T23:00:00Z",
                "@every 1h30m   | UTC           | 2026-01-01T01:30:00Z",
                "5,10 3-4/1 * JAN * | UTC       | 2026-01-01T03:05:00Z",
            })
    void findsTheNextTime(String schedule, String zone, Instant next) {
        assertThat(
                        CronSchedule.parse(schedule)
                                .next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of(zone)))
                .isEqualTo(next);
    }

    @Test
    void saysWhatIsWrongWithASchedule() {
        assertThatThrownBy(() -> CronSchedule.parse("* * *"))
                .hasMessage("expected exactly 5 fields, found 3: [* * *]");
        assertThatThrownBy(() -> CronSchedule.parse("61 * * * *"))
                .hasMessage("end of range (61) above maximum (59): 61");
    }
}
