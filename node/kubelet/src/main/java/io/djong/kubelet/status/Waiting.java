package io.djong.kubelet.status;

/// Why a container that should run does not.
public record Waiting(String reason, String message) {}
