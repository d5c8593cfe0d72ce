package io.djong.runtime;

import java.util.List;

/// Which of the system's packages a node needs.
public final class NodePackages {

    private NodePackages() {}

    /// Debian names of what is not installed yet; empty when containers can be run.
    public static List<String> missing() {
        return Machine.missingPackages();
    }
}
