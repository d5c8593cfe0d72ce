package io.djong.kubelet.probes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ExecAction;
import io.djong.api.core.v1.Probe;
import io.djong.api.core.v1.TCPSocketAction;
import io.djong.runtime.Cri;
import io.djong.runtime.CriException;
import io.djong.runtime.cri.ExecSyncResponse;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/// Makes one probe.
public final class Prober {

    private static final int OUTPUT_CHARS_MAX = 10 * 1024;

    private final Cri cri;
    private final HttpProber http;

    public Prober(Cri cri, HttpProber http) {
        this.cri = cri;
        this.http = http;
    }

    /// @param id of the running container
    /// @param address the pod's
    Outcome probe(Probe probe, Container container, String id, String address)
            throws InterruptedException {
        Duration timeout = Duration.ofSeconds(Math.max(1, probe.timeoutSeconds()));
        try {
            var exec = probe.exec();
            if (exec != null) {
                return exec(exec, id, timeout);
            }
            var get = probe.httpGet();
            if (get != null) {
                return http.probe(get, container, address, timeout);
            }
            var tcp = probe.tcpSocket();
            if (tcp != null) {
                return tcp(tcp, container, address, timeout);
            }
            var grpc = probe.grpc();
            if (grpc != null) {
                String service = grpc.service();
                return GrpcHealth.probe(
                        address, grpc.port(), service == null ? "" : service, timeout);
            }
            return new Outcome.Unknown("missing probe handler for " + container.name());
        } catch (IllegalArgumentException noSuchPort) {
            return new Outcome.Unknown(String.valueOf(noSuchPort.getMessage()));
        }
    }

    private Outcome exec(ExecAction exec, String id, Duration timeout) {
        try {
            ExecSyncResponse answer = cri.execSync(id, exec.command(), timeout);
            String text = answer.getStdout().toStringUtf8() + answer.getStderr().toStringUtf8();
            String output =
                    text.length() > OUTPUT_CHARS_MAX ? text.substring(0, OUTPUT_CHARS_MAX) : text;
            return answer.getExitCode() == 0
                    ? new Outcome.Success(output)
                    : new Outcome.Failure(output);
        } catch (CriException failure) {
            if (failure.code() == Status.Code.DEADLINE_EXCEEDED) {
                return new Outcome.Failure(
                        "command timed out: \"%s\" timed out after %ds"
                                .formatted(String.join(" ", exec.command()), timeout.toSeconds()));
            }
            return new Outcome.Unknown(String.valueOf(failure.getMessage()));
        }
    }

    private static Outcome tcp(
            TCPSocketAction action, Container container, String address, Duration timeout) {
        String host = action.host().isEmpty() ? address : action.host();
        int port = Endpoints.port(action.port(), container);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            return new Outcome.Success("");
        } catch (IOException failure) {
            return new Outcome.Failure(
                    "dial tcp %s: %s"
                            .formatted(Endpoints.authority(host, port), Dialing.words(failure)));
        }
    }
}
