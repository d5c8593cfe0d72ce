package io.djong.proxy;

/// A port of the node that leads to a pod.
///
/// @param hostAddress "" for all addresses of the node
public record HostPort(
        String hostAddress, String protocol, int hostPort, String podAddress, int containerPort) {}
