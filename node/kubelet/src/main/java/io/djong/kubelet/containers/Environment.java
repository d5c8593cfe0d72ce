package io.djong.kubelet.containers;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.EnvFromSource;
import io.djong.api.core.v1.EnvVar;
import io.djong.api.core.v1.EnvVarSource;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.Service;
import io.djong.meta.Quantity;
import io.djong.volumes.DownwardApi;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumeObjects;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes the environment of a container.
///
/// @spec https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ Environment variables
public final class Environment {

    private final VolumeObjects objects;
    private final Supplier<Collection<Service>> services;
    private final Supplier<Map<String, Quantity>> allocatable;

    /// @param services all services of the cluster
    /// @param allocatable what the node has for pods
    public Environment(
            VolumeObjects objects,
            Supplier<Collection<Service>> services,
            Supplier<Map<String, Quantity>> allocatable) {
        this.objects = objects;
        this.services = services;
        this.allocatable = allocatable;
    }

    /// @param pod with its addresses in its status
    /// @throws ContainerConfigException when something it is made of is missing
    public Map<String, String> of(Pod pod, Container container) {
        Map<String, String> ofServices = ServiceVariables.of(visible(pod));
        Map<String, String> own = new LinkedHashMap<>();
        for (EnvFromSource source : container.envFrom()) {
            addAll(pod, source, own);
        }
        for (EnvVar variable : container.env()) {
            String value = value(pod, container, variable, known(ofServices, own));
            if (value != null) {
                own.put(variable.name(), value);
            }
        }
        return known(ofServices, own);
    }

    private static Map<String, String> known(
            Map<String, String> services, Map<String, String> own) {
        Map<String, String> all = new LinkedHashMap<>(own);
        services.forEach(all::putIfAbsent);
        return all;
    }

    /// Every pod sees the API server; services of its own namespace unless it does not want to.
    private List<Service> visible(Pod pod) {
        boolean links = !Boolean.FALSE.equals(pod.spec().enableServiceLinks());
        List<Service> visible = new ArrayList<>();
        for (Service service : services.get()) {
            boolean isMaster =
                    service.namespace().equals("default") && service.name().equals("kubernetes");
            if (isMaster || (links && service.namespace().equals(pod.namespace()))) {
                visible.add(service);
            }
        }
        return visible;
    }

    private void addAll(Pod pod, EnvFromSource source, Map<String, String> own) {
        var map = source.configMapRef();
        if (map != null) {
            Optional<ConfigMap> found = objects.configMap(pod.namespace(), map.name());
            if (found.isEmpty() && !Boolean.TRUE.equals(map.optional())) {
                throw missing("configmap", map.name());
            }
            found.ifPresent(one ->
                    one.data().forEach((key, value) -> own.put(source.prefix() + key, value)));
        }
        var secret = source.secretRef();
        if (secret != null) {
            Optional<Secret> found = objects.secret(pod.namespace(), secret.name());
            if (found.isEmpty() && !Boolean.TRUE.equals(secret.optional())) {
                throw missing("secret", secret.name());
            }
            found.ifPresent(one ->
                    one.data()
                            .forEach((key, value) -> own.put(source.prefix() + key, text(value))));
        }
    }

    private @Nullable String value(
            Pod pod, Container container, EnvVar variable, Map<String, String> known) {
        EnvVarSource source = variable.valueFrom();
        if (source == null) {
            return Expansion.expand(variable.value(), known);
        }
        var field = source.fieldRef();
        var resource = source.resourceFieldRef();
        try {
            if (field != null) {
                return DownwardApi.field(pod, field);
            }
            if (resource != null) {
                return DownwardApi.resource(pod, container, resource, allocatable.get());
            }
        } catch (VolumeException failure) {
            throw new ContainerConfigException(failure.text(), failure);
        }
        return fromObject(pod, source);
    }

    private @Nullable String fromObject(Pod pod, EnvVarSource source) {
        var key = source.configMapKeyRef();
        if (key != null) {
            boolean mayMiss = Boolean.TRUE.equals(key.optional());
            Optional<ConfigMap> found = objects.configMap(pod.namespace(), key.name());
            if (found.isEmpty() && !mayMiss) {
                throw missing("configmap", key.name());
            }
            @Nullable String value = found.isEmpty() ? null : found.get().data().get(key.key());
            if (value == null && !mayMiss) {
                throw new ContainerConfigException(
                        "couldn't find key %s in ConfigMap %s/%s"
                                .formatted(key.key(), pod.namespace(), key.name()));
            }
            return value;
        }
        var secretKey = source.secretKeyRef();
        if (secretKey != null) {
            boolean mayMiss = Boolean.TRUE.equals(secretKey.optional());
            Optional<Secret> found = objects.secret(pod.namespace(), secretKey.name());
            if (found.isEmpty() && !mayMiss) {
                throw missing("secret", secretKey.name());
            }
            byte @Nullable [] value =
                    found.isEmpty() ? null : found.get().data().get(secretKey.key());
            if (value == null && !mayMiss) {
                throw new ContainerConfigException(
                        "couldn't find key %s in Secret %s/%s"
                                .formatted(secretKey.key(), pod.namespace(), secretKey.name()));
            }
            return value == null ? null : text(value);
        }
        throw new ContainerConfigException(
                "environment variable source is not supported on this node: "
                        + source.fields().keySet());
    }

    private static ContainerConfigException missing(String what, String name) {
        return new ContainerConfigException("%s \"%s\" not found".formatted(what, name));
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
