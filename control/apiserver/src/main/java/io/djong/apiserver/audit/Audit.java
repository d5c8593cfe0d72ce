package io.djong.apiserver.audit;

import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.pipeline.LongRunning;
import io.djong.apiserver.requests.AuditLevel;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.http.HttpException;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Writes down who did what, as far as the policy wants it.
///
/// @spec https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/ Auditing
public final class Audit implements Filter {

    private final @Nullable AuditPolicy policy;
    private final @Nullable AuditSink sink;
    private final AuditIds ids;
    private final Clock clock;

    /// @param policy null when nothing is written down; answers carry their `Audit-Id` in any case
    public Audit(
            @Nullable AuditPolicy policy,
            @Nullable AuditSink sink,
            Clock clock,
            RandomGenerator random) {
        this.policy = policy;
        this.sink = sink;
        this.ids = new AuditIds(random);
        this.clock = clock;
    }

    @Override
    public Reply filter(Call call, Handler next) {
        if (policy == null || sink == null) {
            if (call.exchange() != null) {
                call.answerWith(Headers.of("Audit-Id", ids.of(call)));
            }
            return next.serve(call);
        }
        String id = ids.of(call);
        call.answerWith(Headers.of("Audit-Id", id));
        AuditPolicy.Decision decision = policy.decide(call);
        if (decision.level() == AuditLevel.NONE) {
            return next.serve(call);
        }
        call.auditedAt(decision.level());
        AuditEvent event =
                new AuditEvent(call, call.user(), id, clock.now(), decision.omitsManagedFields());
        if (!record(event, decision, Stage.REQUEST_RECEIVED, null, null)) {
            throw new ApiException(Failure.internal("failed to store audit event"));
        }
        return serve(call, next, event, decision);
    }

    private Reply serve(Call call, Handler next, AuditEvent event, AuditPolicy.Decision decision) {
        Reply reply;
        try {
            reply = next.serve(call);
        } catch (ApiException refused) {
            complete(call, event, decision, Reply.failure(refused.failure()));
            throw refused;
        } catch (HttpException refused) {
            complete(call, event, decision, Reply.text(refused.status(), refused.text()));
            throw refused;
        } catch (RuntimeException | StackOverflowError broken) {
            Failure failure = Failure.of(Reason.INTERNAL_ERROR, "APIServer panic'd: " + broken);
            record(event, decision, Stage.PANIC, ofFailure(failure.status()), null);
            throw broken;
        }
        if (LongRunning.is(call.info())) {
            record(event, decision, Stage.RESPONSE_STARTED, status(reply), null);
        }
        complete(call, event, decision, reply);
        return reply;
    }

    private void complete(Call call, AuditEvent event, AuditPolicy.Decision decision, Reply reply) {
        call.atEnd(() ->
                record(
                        event,
                        decision,
                        Stage.RESPONSE_COMPLETE,
                        status(reply),
                        decision.level().isAtLeast(AuditLevel.REQUEST_RESPONSE)
                                ? document(reply)
                                : null));
    }

    private boolean record(
            AuditEvent event,
            AuditPolicy.Decision decision,
            Stage stage,
            @Nullable Fields status,
            @Nullable Fields response) {
        if (sink == null || decision.omittedStages().contains(stage.text())) {
            return true;
        }
        return sink.accept(
                event.at(
                        stage,
                        stage == Stage.REQUEST_RECEIVED ? event.received() : clock.now(),
                        status,
                        response));
    }

    private static Fields status(Reply reply) {
        return switch (reply) {
            case Reply.One one
                    when one.resource() == null && one.tree().string("kind").equals("Status") ->
                    ofFailure(one.tree());
            case Reply.One one -> ofCode(one.status());
            case Reply.Raw raw -> ofCode(raw.status());
            case Reply.Many _, Reply.Watching _ -> ofCode(200);
            case Reply.Taken _ -> ofCode(101);
        };
    }

    private static Fields ofCode(int code) {
        return Fields.of("metadata", Fields.EMPTY, "code", (long) code);
    }

    private static Fields ofFailure(Fields status) {
        Fields.Builder tree = new Fields.Builder(6).add("metadata", Fields.EMPTY);
        for (String name : new String[] {"status", "message", "reason", "details", "code"}) {
            if (status.has(name)) {
                tree.add(name, status.value(name));
            }
        }
        return tree.build();
    }

    private static @Nullable Fields document(Reply reply) {
        return switch (reply) {
            case Reply.One one -> one.tree();
            case Reply.Many many ->
                    new Fields.Builder(4)
                            .add("kind", many.resource().listKind())
                            .add("apiVersion", many.resource().apiVersion())
                            .add(
                                    "metadata",
                                    Fields.of("resourceVersion", Long.toString(many.revision())))
                            .add(
                                    "items",
                                    many.items().stream()
                                            .map(stored ->
                                                    many.resource()
                                                            .conversion()
                                                            .toServed(stored.tree()))
                                            .toList())
                            .build();
            case Reply.Raw _, Reply.Watching _, Reply.Taken _ -> null;
        };
    }
}
