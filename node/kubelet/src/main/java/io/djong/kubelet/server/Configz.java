package io.djong.kubelet.server;

import io.djong.kubelet.config.KubeletConfig;
import io.djong.meta.tree.Fields;
import java.util.List;

/// The settings as upstream's `KubeletConfiguration` names them.
final class Configz {

    private Configz() {}

    static Fields of(KubeletConfig config, int port) {
        Fields.Builder eviction = Fields.builder();
        config.evictionHard().forEach(eviction::add);
        return Fields.builder()
                .add("kind", "KubeletConfiguration")
                .add("apiVersion", "kubelet.config.k8s.io/v1beta1")
                .add("staticPodPath", config.directories().staticPods())
                .add("syncFrequency", seconds(config.periods().sync().toSeconds()))
                .add("address", config.server().address())
                .add("port", (long) port)
                .add("clusterDomain", config.dns().clusterDomain())
                .add("clusterDNS", List.copyOf(config.dns().clusterDns()))
                .add(
                        "nodeStatusUpdateFrequency",
                        seconds(config.periods().statusUpdate().toSeconds()))
                .add(
                        "nodeStatusReportFrequency",
                        seconds(config.periods().statusReport().toSeconds()))
                .add("nodeLeaseDurationSeconds", config.periods().leaseDuration().toSeconds())
                .add("imageGCHighThresholdPercent", (long) config.imageGcHighThresholdPercent())
                .add("imageGCLowThresholdPercent", (long) config.imageGcLowThresholdPercent())
                .add("cgroupDriver", "cgroupfs")
                .add("maxPods", (long) config.maxPods())
                .add("podCIDR", config.node().podCidr())
                .add("resolvConf", config.dns().resolvConf())
                .add("serializeImagePulls", config.serializeImagePulls())
                .add("evictionHard", eviction.build())
                .add("failSwapOn", false)
                .build();
    }

    private static String seconds(long seconds) {
        return seconds % 60 == 0 ? seconds / 60 + "m0s" : seconds + "s";
    }
}
