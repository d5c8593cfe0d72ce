package io.djong.podnet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The bridge network of one node.
///
/// @spec https://www.cni.dev/plugins/current/main/bridge/ CNI bridge plugin
public final class PodNetwork {

    /// @param id tells clusters on one machine apart; at most 8 letters and digits
    /// @param nodePodCidr the range of this node's pods
    /// @param clusterPodCidr the range of all pods
    /// @param cniConfDir the folder that containerd reads
    /// @param stateDir remembers given addresses
    public record Config(
            String id, String nodePodCidr, String clusterPodCidr, Path cniConfDir, Path stateDir) {

        /// Interface names have at most 15 characters.
        public String bridge() {
            return "djong-" + id;
        }

        public String table() {
            return "djong-pods-" + id;
        }
    }

    /// The network could not be set up; the message says what was being done.
    public static final class PodNetworkException extends RuntimeException {

        private static final long serialVersionUID = 1;

        PodNetworkException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Config config;

    public PodNetwork(Config config) {
        this.config = config;
    }

    /// Writes the configuration and the kernel's settings; returns the nft script of the masquerading, for the caller to apply.
    public String setUp() {
        Path file = config.cniConfDir().resolve("10-djong.conflist");
        try {
            Files.createDirectories(config.cniConfDir());
            Files.createDirectories(config.stateDir());
            String wanted = cniConfiguration();
            // Written in place: containerd does not notice a file that is moved into the folder.
            if (!Files.exists(file) || !Files.readString(file).equals(wanted)) {
                Files.writeString(file, wanted);
            }
            makeBridge();
            sysctl("net/ipv4/ip_forward", "1");
            sysctlIfThere("net/bridge/bridge-nf-call-iptables", "1");
        } catch (IOException failure) {
            throw new PodNetworkException("set up the pod network " + config.bridge(), failure);
        }
        return masquerading();
    }

    /// The plug-in would make it with the first pod; it is made now so that the node reaches its own node ports by 127.0.0.1.
    private void makeBridge() throws IOException {
        if (!Files.exists(Path.of("/sys/class/net", config.bridge()))) {
            run("ip", "link", "add", config.bridge(), "type", "bridge");
        }
        run("ip", "link", "set", config.bridge(), "up");
        sysctl("net/ipv4/conf/" + config.bridge() + "/route_localnet", "1");
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + said.strip());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command[0], stopped);
        }
    }

    private String cniConfiguration() {
        return """
        {
          "cniVersion": "0.4.0",
          "name": "%s",
          "plugins": [
            {
              "type": "bridge",
              "bridge": "%s",
              "isDefaultGateway": true,
              "ipMasq": false,
              "hairpinMode": true,
              "ipam": {
                "type": "host-local",
                "dataDir": "%s",
                "ranges": [[{"subnet": "%s"}]]
              }
            }
          ]
        }
        """
                .formatted(
                        config.bridge(), config.bridge(), config.stateDir(), config.nodePodCidr());
    }

    private String masquerading() {
        String table = "ip " + config.table();
        return """
        add table %1$s
        delete table %1$s
        table %1$s {
          chain postrouting {
            type nat hook postrouting priority 110 ; policy accept ;
            ip saddr %2$s ip daddr != %2$s ip daddr != 224.0.0.0/4 masquerade fully-random
          }
        }
        """
                .formatted(table, config.clusterPodCidr());
    }

    private static void sysctl(String name, String value) throws IOException {
        Path file = Path.of("/proc/sys", name);
        if (!Files.readString(file).strip().equals(value)) {
            Files.writeString(file, value);
        }
    }

    private static void sysctlIfThere(String name, String value) {
        if (!Files.exists(Path.of("/proc/sys", name))) {
            return;
        }
        try {
            sysctl(name, value);
        } catch (IOException failure) {
            throw new PodNetworkException("set " + name, failure);
        }
    }
}
