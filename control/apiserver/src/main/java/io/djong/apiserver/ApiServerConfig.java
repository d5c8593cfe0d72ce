package io.djong.apiserver;

import io.djong.apiserver.audit.AuditTrail;
import io.djong.apiserver.catalog.ServedApis;
import java.util.List;

/// How an API server presents itself. Names are those of kube-apiserver's flags where there is one.
///
/// @param bindAddress "" for all addresses
/// @param advertiseAddress what the Service `default/kubernetes` leads to; "" leaves its endpoints out
/// @param securePort what clients reach it at; 0 until it listens
/// @param serviceClusterIpRanges one or two CIDRs; the first decides the preferred family
/// @param nodePortFirst the first of `service-node-port-range`
/// @param apis the versions that are served
/// @param limits what clients may ask of it at once
/// @param audit what is written down, and where
/// @param gitVersion as `/version` says: `v1.36.0+djong.1`
public record ApiServerConfig(
        String bindAddress,
        String advertiseAddress,
        int securePort,
        List<String> serviceClusterIpRanges,
        int nodePortFirst,
        int nodePortLast,
        String gitVersion,
        ServedApis apis,
        Limits limits,
        AuditTrail audit) {

    public ApiServerConfig {
        serviceClusterIpRanges = List.copyOf(serviceClusterIpRanges);
    }

    public static ApiServerConfig defaults() {
        return new ApiServerConfig(
                "127.0.0.1",
                "127.0.0.1",
                6443,
                List.of("10.96.0.0/16"),
                30_000,
                32_767,
                "v1.36.0+djong.1",
                ServedApis.CURRENT,
                Limits.defaults(),
                AuditTrail.NONE);
    }

    public ApiServerConfig withBindAddress(String address) {
        return new ApiServerConfig(
                address,
                advertiseAddress,
                securePort,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                apis,
                limits,
                audit);
    }

    public ApiServerConfig withAdvertiseAddress(String address, int port) {
        return new ApiServerConfig(
                bindAddress,
                address,
                port,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                apis,
                limits,
                audit);
    }

    public ApiServerConfig withServiceClusterIpRanges(List<String> ranges) {
        return new ApiServerConfig(
                bindAddress,
                advertiseAddress,
                securePort,
                ranges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                apis,
                limits,
                audit);
    }

    public ApiServerConfig withGitVersion(String version) {
        return new ApiServerConfig(
                bindAddress,
                advertiseAddress,
                securePort,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                version,
                apis,
                limits,
                audit);
    }

    public ApiServerConfig withApis(ServedApis served) {
        return new ApiServerConfig(
                bindAddress,
                advertiseAddress,
                securePort,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                served,
                limits,
                audit);
    }

    public ApiServerConfig withLimits(Limits changed) {
        return new ApiServerConfig(
                bindAddress,
                advertiseAddress,
                securePort,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                apis,
                changed,
                audit);
    }

    public ApiServerConfig withAudit(AuditTrail changed) {
        return new ApiServerConfig(
                bindAddress,
                advertiseAddress,
                securePort,
                serviceClusterIpRanges,
                nodePortFirst,
                nodePortLast,
                gitVersion,
                apis,
                limits,
                changed);
    }
}
