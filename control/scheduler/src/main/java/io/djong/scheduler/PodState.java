package io.djong.scheduler;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.ResourceRequirements;
import io.djong.api.core.v1.Toleration;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pod with what the plug-ins ask of it, read out of its document once. Immutable after it is made.
public final class PodState {

    /// A port of the node that the pod occupies. `address` "" means all.
    public record HostPort(String address, String protocol, int port) {

        public boolean collides(HostPort other) {
            return port == other.port
                    && protocol.equals(other.protocol)
                    && (address.isEmpty()
                            || other.address.isEmpty()
                            || address.equals(other.address));
        }
    }

    private final Pod pod;
    private final ObjectKey key;
    private final String uid;
    private final int priority;
    private final ResourceAmounts requests;
    private final ResourceAmounts compared;
    private final List<HostPort> hostPorts;
    private final List<Toleration> tolerations;
    private final List<String> images;

    public PodState(Pod pod) {
        this.pod = pod;
        this.key = pod.key();
        this.uid = pod.uid();
        PodSpec spec = pod.spec();
        Integer given = spec.priority();
        this.priority = given == null ? 0 : given;
        this.requests = requests(spec, false);
        this.compared = requests(spec, true);
        this.hostPorts = hostPorts(spec);
        this.tolerations = List.copyOf(spec.tolerations());
        List<String> names = new ArrayList<>();
        spec.initContainers().forEach(container -> names.add(container.image()));
        spec.containers().forEach(container -> names.add(container.image()));
        this.images = List.copyOf(names);
    }

    public Pod pod() {
        return pod;
    }

    public ObjectKey key() {
        return key;
    }

    public String uid() {
        return uid;
    }

    public int priority() {
        return priority;
    }

    /// What must be free on the node.
    public ResourceAmounts requests() {
        return requests;
    }

    /// As [#requests], with a minimum for containers that ask for nothing; for comparing nodes.
    public ResourceAmounts compared() {
        return compared;
    }

    public List<HostPort> hostPorts() {
        return hostPorts;
    }

    public List<Toleration> tolerations() {
        return tolerations;
    }

    public List<String> images() {
        return images;
    }

    /// Containers run together; init containers one after another, beside the sidecars that started before them.
    ///
    /// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/ Resource sharing within containers
    private static ResourceAmounts requests(PodSpec spec, boolean atLeastDefaults) {
        ResourceAmounts together = new ResourceAmounts();
        for (Container container : spec.containers()) {
            together.add(requests(container, atLeastDefaults));
        }
        ResourceAmounts sidecars = new ResourceAmounts();
        ResourceAmounts peak = new ResourceAmounts();
        for (Container init : spec.initContainers()) {
            ResourceAmounts one = requests(init, atLeastDefaults);
            if ("Always".equals(init.restartPolicy())) {
                sidecars.add(one);
                peak.raiseTo(sidecars);
            } else {
                one.add(sidecars);
                peak.raiseTo(one);
            }
        }
        together.add(sidecars);
        together.raiseTo(peak);
        ResourceRequirements ofPod = spec.resources();
        if (ofPod != null) {
            overrideWith(together, ofPod.requests());
        }
        together.add(ResourceAmounts.of(spec.overhead()));
        return together;
    }

    /// Requests of the pod as a whole stand for those of its containers.
    private static void overrideWith(ResourceAmounts amounts, Map<String, Quantity> ofPod) {
        Quantity cpu = ofPod.get("cpu");
        if (cpu != null) {
            amounts.milliCpu = cpu.milliValue();
        }
        Quantity memory = ofPod.get("memory");
        if (memory != null) {
            amounts.memory = memory.value();
        }
    }

    private static ResourceAmounts requests(Container container, boolean atLeastDefaults) {
        Map<String, Quantity> requests = container.resources().requests();
        if (atLeastDefaults) {
            requests = new HashMap<>(requests);
            requests.putIfAbsent("cpu", Quantity.ofMilli(ResourceAmounts.DEFAULT_MILLI_CPU));
            requests.putIfAbsent("memory", Quantity.of(ResourceAmounts.DEFAULT_MEMORY));
        }
        return ResourceAmounts.of(requests);
    }

    private static List<HostPort> hostPorts(PodSpec spec) {
        List<HostPort> ports = new ArrayList<>();
        for (Container container : spec.containers()) {
            addHostPorts(container, ports);
        }
        for (Container init : spec.initContainers()) {
            if ("Always".equals(init.restartPolicy())) {
                addHostPorts(init, ports);
            }
        }
        return List.copyOf(ports);
    }

    private static void addHostPorts(Container container, List<HostPort> ports) {
        for (ContainerPort port : container.ports()) {
            if (port.hostPort() > 0) {
                String address = port.hostIP().equals("0.0.0.0") ? "" : port.hostIP();
                ports.add(
                        new HostPort(
                                address,
                                port.protocol().isEmpty() ? "TCP" : port.protocol(),
                                port.hostPort()));
            }
        }
    }
}
