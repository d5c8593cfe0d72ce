package io.djong.cluster;

import io.djong.admission.AdmissionSettings;
import io.djong.apiserver.catalog.ServedApis;
import java.nio.file.Path;
import java.util.Set;

/// What a cluster is to be. Validated when built: see [ClusterOptions].
///
/// @param dataDir absolute; holds everything of the cluster
/// @param port of the API server
/// @param podCidr the range that the node's pod addresses come from; "" lets the cluster choose a free one at its first start
/// @param serviceCidr as `podCidr`
/// @param kubeconfig the file that gets a context `djong`
/// @param withNode whether this machine is a node of the cluster
/// @param etcdListen `HOST:PORT` where etcd's API is served; "" for nowhere
/// @param without parts that are left out
/// @param safety limits and audit of the API server
/// @param admission which admission plug-ins run, and how
/// @param security who may come in and what they may do
/// @param apis which versions of the API are served
record ClusterConfig(
        Path dataDir,
        String bindAddress,
        int port,
        String nodeName,
        String podCidr,
        String serviceCidr,
        String clusterDomain,
        Path kubeconfig,
        boolean withNode,
        Set<Part> without,
        Path tokenAuthFile,
        String etcdListen,
        AdmissionSettings admission,
        SecuritySettings security,
        ServedApis apis,
        SafetyConfig safety,
        boolean verbose) {

    boolean has(Part part) {
        boolean ofNode = part == Part.KUBELET || part == Part.PROXY || part == Part.DNS;
        return !without.contains(part) && (withNode || !ofNode);
    }
}
