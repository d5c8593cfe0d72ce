package io.djong.runtime.logs;

import java.nio.file.Path;

/// Where logs are, by the names that log collectors rely on.
///
/// @param pods one directory a pod, on a usual node `/var/log/pods`
/// @param containers one link a container, on a usual node `/var/log/containers`
public record LogPaths(Path pods, Path containers) {

    /// `namespace_name_uid`
    public Path podDirectory(String namespace, String pod, String uid) {
        return pods.resolve(namespace + "_" + pod + "_" + uid);
    }

    /// The file's path below the pod's directory, as CRI's `log_path` wants it.
    public static String containerLog(String container, int restarts) {
        return container + "/" + restarts + ".log";
    }

    /// The link that names the container's id.
    public Path link(String namespace, String pod, String container, String id) {
        return containers.resolve(pod + "_" + namespace + "_" + container + "-" + id + ".log");
    }
}
