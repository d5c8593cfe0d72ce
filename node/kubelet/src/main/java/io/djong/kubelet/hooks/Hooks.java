package io.djong.kubelet.hooks;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.LifecycleHandler;
import io.djong.kubelet.probes.HttpProber;
import io.djong.meta.Clock;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.ExecSyncResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Runs what a container wants to have run after its start or before its end.
///
/// @spec https://kubernetes.io/docs/concepts/containers/container-lifecycle-hooks/ Container lifecycle hooks
public final class Hooks {

    private final Cri cri;
    private final HttpProber http;
    private final Clock clock;

    public Hooks(Cri cri, HttpProber http, Clock clock) {
        this.cri = cri;
        this.http = http;
        this.clock = clock;
    }

    /// Returns when the hook has ended, or throws when it is interrupted.
    ///
    /// @param address the pod's
    /// @param budget how long it may take; zero for as long as it likes
    /// @return what went wrong, or null
    public @Nullable String run(
            LifecycleHandler hook, Container container, String id, String address, Duration budget)
            throws InterruptedException {
        var exec = hook.exec();
        var get = hook.httpGet();
        var sleep = hook.sleep();
        if (exec != null) {
            try {
                ExecSyncResponse answer = cri.execSync(id, exec.command(), budget);
                return answer.getExitCode() == 0
                        ? null
                        : "command '%s' exited with %d: %s"
                                .formatted(
                                        String.join(" ", exec.command()),
                                        answer.getExitCode(),
                                        answer.getStderr().toStringUtf8());
            } catch (CriException failure) {
                return failure.getMessage();
            }
        }
        if (get != null) {
            return http.call(get, container, address, budget);
        }
        if (sleep != null) {
            Duration wanted = Duration.ofSeconds(sleep.seconds());
            boolean fits = budget.isZero() || wanted.compareTo(budget) <= 0;
            clock.sleep(fits ? wanted : budget);
            return fits ? null : "container terminated before sleep hook finished";
        }
        return "invalid handler: " + hook.fields();
    }
}
