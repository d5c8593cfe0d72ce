package io.djong.kubelet.pods;

import io.djong.client.Client;
import io.djong.kubelet.api.WatchedObjects;
import io.djong.kubelet.config.KubeletConfig;
import io.djong.kubelet.containers.ContainerConfigs;
import io.djong.kubelet.containers.SandboxConfigs;
import io.djong.kubelet.events.Events;
import io.djong.kubelet.hooks.Hooks;
import io.djong.kubelet.images.Backoff;
import io.djong.kubelet.images.ImagePulls;
import io.djong.kubelet.probes.Prober;
import io.djong.kubelet.status.PodStatuses;
import io.djong.kubelet.status.StatusWriter;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.runtime.Cri;
import io.djong.volumes.PodVolumes;
import io.djong.volumes.ServiceAccountTokens;

/// What all workers share.
///
/// @param crashes how long containers that ended have to wait
public record PodTools(
        KubeletConfig config,
        Client client,
        Cri cri,
        PodCgroups cgroups,
        PodVolumes volumes,
        ServiceAccountTokens tokens,
        WatchedObjects objects,
        ImagePulls images,
        SandboxConfigs sandboxes,
        ContainerConfigs containers,
        Prober prober,
        Hooks hooks,
        Backoff crashes,
        Events events,
        PodStatuses statuses,
        StatusWriter writer,
        Admission admission,
        Clock clock,
        Timer timer,
        Threads threads) {}
