package io.djong.runtime;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// Writes containerd's `config.toml`.
///
/// Version 2 of the format is understood by containerd 1.6 and later, 2.x included.
///
/// @spec https://github.com/containerd/containerd/blob/release/1.6/docs/cri/config.md CRI plug-in configuration
final class ContainerdConfiguration {

    /// Snapshotters that probe for kernel features at start and log errors when they are missing.
    private static final List<String> DISABLED_PLUGINS =
            List.of(
                    "io.containerd.snapshotter.v1.aufs",
                    "io.containerd.snapshotter.v1.btrfs",
                    "io.containerd.snapshotter.v1.zfs",
                    "io.containerd.snapshotter.v1.devmapper",
                    "io.containerd.internal.v1.opt",
                    "io.containerd.tracing.processor.v1.otlp",
                    "io.containerd.internal.v1.tracing");

    private ContainerdConfiguration() {}

    static String of(ContainerdLayout layout, Machine machine, String sandboxImage) {
        String cri = "plugins.\"io.containerd.grpc.v1.cri\"";
        return """
        version = 2
        root = %s
        state = %s
        disabled_plugins = [%s]

        [debug]
        level = "warn"

        [grpc]
        address = %s

        [%s]
        sandbox_image = %s
        disable_apparmor = %s
        restrict_oom_score_adj = %s
        netns_mounts_under_state_dir = true
        enable_unprivileged_ports = true
        enable_unprivileged_icmp = true
        stream_server_address = "127.0.0.1"
        stream_server_port = "0"

        [%s.containerd]
        default_runtime_name = %s

        %s
        [%s.cni]
        bin_dir = %s
        conf_dir = %s

        [%s.registry]
        config_path = %s
        """
                .formatted(
                        text(layout.root()),
                        text(layout.state()),
                        DISABLED_PLUGINS.stream()
                                .map(ContainerdConfiguration::text)
                                .collect(Collectors.joining(", ")),
                        text(layout.socket()),
                        cri,
                        text(sandboxImage),
                        !machine.hasAppArmor(),
                        !machine.mayLowerOomScores(),
                        cri,
                        text(machine.runtimes().getFirst().getFileName()),
                        machine.runtimes().stream()
                                .map(runtime -> runtime(cri, layout, runtime))
                                .collect(Collectors.joining("\n")),
                        cri,
                        text(layout.cniPlugins()),
                        text(layout.cniConfigurations()),
                        cri,
                        text(layout.registries()));
    }

    private static String runtime(String cri, ContainerdLayout layout, Path program) {
        String name = String.valueOf(program.getFileName());
        String table = cri + ".containerd.runtimes." + name;
        return """
        [%s]
        runtime_type = "io.containerd.runc.v2"
        [%s.options]
        BinaryName = %s
        Root = %s
        SystemdCgroup = false
        """
                .formatted(table, table, text(program), text(layout.runtimeState(name)));
    }

    /// A TOML basic string.
    private static String text(Object value) {
        return '"' + value.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
