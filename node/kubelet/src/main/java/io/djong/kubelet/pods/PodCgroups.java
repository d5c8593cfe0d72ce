package io.djong.kubelet.pods;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.kubelet.containers.LinuxResources;
import io.djong.kubelet.containers.PodResources;
import io.djong.meta.Quantity;
import io.djong.runtime.CgroupLimits;
import io.djong.runtime.Cgroups;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The control group of each pod, by its class of service.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/ Quality of Service
public final class PodCgroups {

    private static final String ROOT = "kubepods";
    private static final Quantity CORE = Quantity.of(1);

    private final Cgroups cgroups;

    public PodCgroups(Cgroups cgroups) {
        this.cgroups = cgroups;
    }

    /// Makes the groups that are there as long as the node is.
    ///
    /// @param allocatable what all pods together may use
    public void prepare(Map<String, Quantity> allocatable) {
        cgroups.create(ROOT + "/" + PodResources.BURSTABLE.toLowerCase(Locale.ROOT));
        cgroups.create(ROOT + "/" + PodResources.BEST_EFFORT.toLowerCase(Locale.ROOT));
        Quantity cpu = allocatable.getOrDefault("cpu", CORE);
        cgroups.limit(ROOT, new CgroupLimits(LinuxResources.shares(cpu), null, null, null, null));
        cgroups.limit(
                ROOT + "/" + PodResources.BEST_EFFORT.toLowerCase(Locale.ROOT),
                new CgroupLimits(LinuxResources.shares(Quantity.ZERO), null, null, null, null));
    }

    /// Makes the pod's group and gives it the pod's limits.
    ///
    /// @return the group as CRI calls it
    String create(Pod pod) {
        String path = path(pod.uid(), PodResources.qos(pod));
        cgroups.create(path);
        cgroups.limit(path, limits(pod));
        return cgroups.parentOf(path);
    }

    /// A pod has a limit when each of its containers has one.
    private static CgroupLimits limits(Pod pod) {
        Map<String, Quantity> limits = PodResources.limits(pod);
        Quantity cpu = PodResources.requests(pod).getOrDefault("cpu", Quantity.ZERO);
        Quantity cpuLimit = everyHas(pod, "cpu") ? limits.get("cpu") : null;
        Quantity memory = everyHas(pod, "memory") ? limits.get("memory") : null;
        return new CgroupLimits(
                LinuxResources.shares(cpu),
                cpuLimit == null ? null : (Long) LinuxResources.quota(cpuLimit),
                cpuLimit == null ? null : (Long) LinuxResources.period(),
                memory == null ? null : (Long) memory.value(),
                null);
    }

    private static boolean everyHas(Pod pod, String name) {
        var ofPod = pod.spec().resources();
        if (ofPod != null && ofPod.limits().containsKey(name)) {
            return true;
        }
        for (Container container : pod.spec().containers()) {
            if (isMissing(container, name)) {
                return false;
            }
        }
        for (Container container : pod.spec().initContainers()) {
            if (isMissing(container, name)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMissing(Container container, String name) {
        @Nullable Quantity limit = container.resources().limits().get(name);
        return limit == null || limit.isZero();
    }

    /// Removes the pod's group, wherever it is.
    void remove(String uid) {
        for (String qos :
                new String[] {
                    PodResources.GUARANTEED, PodResources.BURSTABLE, PodResources.BEST_EFFORT
                }) {
            cgroups.remove(path(uid, qos));
        }
    }

    private static String path(String uid, String qos) {
        String parent =
                qos.equals(PodResources.GUARANTEED)
                        ? ROOT
                        : ROOT + "/" + qos.toLowerCase(Locale.ROOT);
        return parent + "/pod" + uid;
    }
}
