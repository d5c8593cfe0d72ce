package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.FlowSchema;
import io.djong.api.flowcontrol.v1.PriorityLevelConfiguration;
import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.pipeline.LongRunning;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.http.Exchange;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.store.KeyRange;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.function.Function;

/// Lets each request run, wait or be turned away, by the priority level of its flow schema.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/ API Priority and Fairness
public final class Fairness implements Filter {

    private static final String GROUP = ".flowcontrol.apiserver.k8s.io/";

    private final FlowControl control;
    private final FlowMetrics metrics;
    private final Seats seats;
    private final Clock clock;
    private final Threads threads;
    private final Duration patience;

    private Fairness(
            FlowControl control,
            FlowMetrics metrics,
            Seats seats,
            Clock clock,
            Threads threads,
            Duration patience) {
        this.control = control;
        this.metrics = metrics;
        this.seats = seats;
        this.clock = clock;
        this.threads = threads;
        this.patience = patience;
    }

    /// Over the objects of a server.
    ///
    /// @param totalSeats of all levels together
    /// @param patience how long a request may wait in a queue
    /// @param prefix of a resource's keys, "" when there is no such resource
    public static Fairness over(
            Objects objects,
            Function<RequestInfo, String> prefix,
            int totalSeats,
            Duration patience,
            PrometheusRegistry registry,
            Clock clock,
            Threads threads) {
        FlowMetrics metrics = new FlowMetrics(registry);
        FlowControl control =
                new FlowControl(
                        new StoreLookup<>(objects, FlowSchema.KIND),
                        new StoreLookup<>(objects, PriorityLevelConfiguration.KIND),
                        totalSeats,
                        metrics,
                        clock);
        objects.listen((key, _) -> {
            if (key.contains(GROUP)) {
                control.changed();
            }
        });
        Seats seats = new Seats(info -> stored(objects, prefix.apply(info)));
        return new Fairness(control, metrics, seats, clock, threads, patience);
    }

    private static Seats.Stored stored(Objects objects, String prefix) {
        if (prefix.isEmpty()) {
            return new Seats.Stored(0, 0);
        }
        long count = objects.snapshot().count(KeyRange.prefix(prefix));
        long[] bytes = new long[1];
        // The first one speaks for all: an estimate that costs nothing.
        objects.snapshot()
                .scan(
                        KeyRange.prefix(prefix),
                        null,
                        entry -> {
                            bytes[0] = entry.value().bytes().length;
                            return false;
                        });
        return new Seats.Stored(count, bytes[0]);
    }

    @Override
    public Reply filter(Call call, Handler next) {
        RequestInfo info = call.info();
        if (LongRunning.isStream(info)) {
            return next.serve(call);
        }
        Flow flow = control.flowOf(call.user(), info, call.path());
        call.answerWith(flow.headers());
        if (flow.isExempt()) {
            flow.countDispatched();
            return next.serve(call);
        }
        long now = clock.nanos();
        control.lend(now);
        Level level = flow.level();
        String flowName = flow.distinguisher(call.user(), info);
        Level.Ticket ticket =
                level.arrive(flow.hash(flowName), seats.of(call, level.standing().nominal()), now);
        return switch (ticket.arrival()) {
            case RUNS -> run(call, next, flow, ticket.request());
            case QUEUE_FULL -> refuse(flow, "queue-full");
            case NO_SEATS -> refuse(flow, "concurrency-limit");
            case WAITS -> await(call, next, flow, ticket.request());
        };
    }

    private Reply await(Call call, Handler next, Flow flow, Waiting request) {
        long began = clock.nanos();
        Level level = flow.level();
        Thread alarm =
                threads.start(
                        "fairness-patience",
                        () -> {
                            try {
                                clock.sleep(patience);
                                level.giveUp(request, Waiting.State.TIMED_OUT, clock.nanos());
                            } catch (InterruptedException decided) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Exchange exchange = call.exchange();
        if (exchange != null) {
            exchange.onClosed(() -> level.giveUp(request, Waiting.State.GONE, clock.nanos()));
        }
        try {
            request.decided().await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            level.giveUp(request, Waiting.State.GONE, clock.nanos());
        } finally {
            alarm.interrupt();
        }
        Waiting.State state = level.state(request);
        metrics.waited(flow, clock.nanos() - began, state == Waiting.State.RUNNING);
        return switch (state) {
            case RUNNING -> run(call, next, flow, request);
            case TIMED_OUT -> refuse(flow, "time-out");
            case WAITING, GONE -> refuse(flow, "cancelled");
        };
    }

    private Reply run(Call call, Handler next, Flow flow, Waiting request) {
        flow.countDispatched();
        boolean isKept = false;
        try {
            Reply reply = next.serve(call);
            // A list is written while it is made; everything else is done when it is decided.
            if (reply instanceof Reply.Many && call.exchange() != null) {
                isKept = true;
                call.atEnd(() -> finish(flow, request));
            }
            return reply;
        } finally {
            if (!isKept) {
                finish(flow, request);
            }
        }
    }

    private void finish(Flow flow, Waiting request) {
        flow.level().finish(request, clock.nanos());
    }

    private Reply refuse(Flow flow, String reason) {
        metrics.rejected(flow, reason);
        return InflightLimits.tooMany();
    }
}
