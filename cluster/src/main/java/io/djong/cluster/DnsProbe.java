package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.meta.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// Asks the cluster's DNS a question until it answers, as a client would.
final class DnsProbe {

    private static final int PORT = 53;
    private static final int ANSWER_BYTES_MAX = 512;
    private static final int PATIENCE_MILLIS = 200;
    private static final Duration PAUSE = Duration.ofMillis(10);

    private DnsProbe() {}

    /// @throws CliException when no address has come by the deadline
    static void await(String server, String name, Clock clock, Duration limit)
            throws InterruptedException {
        long deadline = clock.nanos() + limit.toNanos();
        while (!resolves(server, name)) {
            if (clock.nanos() > deadline) {
                throw new CliException(
                        "DNS at " + server + " does not answer for " + name + "; the log says why");
            }
            clock.sleep(PAUSE);
        }
    }

    private static boolean resolves(String server, String name) {
        byte[] query = query(name);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(
                    new DatagramPacket(query, query.length, InetAddress.getByName(server), PORT));
            DatagramPacket answer =
                    new DatagramPacket(new byte[ANSWER_BYTES_MAX], ANSWER_BYTES_MAX);
            socket.receive(answer);
            byte[] message = answer.getData();
            // The count of answers is in bytes 6 and 7, the response code in the low half of byte
            // 3.
            return (message[3] & 15) == 0 && (message[6] | message[7]) != 0;
        } catch (IOException silent) {
            return false;
        }
    }

    /// A question for an A record with id 1 and recursion desired.
    private static byte[] query(String name) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(new byte[] {0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0});
        for (String label : name.split("\\.")) {
            message.write(label.length());
            message.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        message.writeBytes(new byte[] {0, 0, 1, 0, 1});
        return message.toByteArray();
    }
}
