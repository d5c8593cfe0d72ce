package io.djong.volumes.plugins;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.DownwardAPIVolumeFile;
import io.djong.api.core.v1.KeyToPath;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccountTokenProjection;
import io.djong.meta.Quantity;
import io.djong.volumes.AtomicFiles.Content;
import io.djong.volumes.DownwardApi;
import io.djong.volumes.ServiceAccountTokens;
import io.djong.volumes.VolumeException;
import io.djong.volumes.VolumeObjects;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes files of objects of the API.
final class ObjectFiles {

    /// Tokens are for their owner only when somebody in particular owns them.
    private static final int OWNERS_ONLY = 0600;

    private final VolumeObjects objects;
    private final ServiceAccountTokens tokens;
    private final Supplier<Map<String, Quantity>> allocatable;

    ObjectFiles(
            VolumeObjects objects,
            ServiceAccountTokens tokens,
            Supplier<Map<String, Quantity>> allocatable) {
        this.objects = objects;
        this.tokens = tokens;
        this.allocatable = allocatable;
    }

    Map<String, Content> ofConfigMap(
            Pod pod, String name, List<KeyToPath> items, int mode, @Nullable Boolean optional) {
        Optional<ConfigMap> map = objects.configMap(pod.namespace(), name);
        boolean mayMiss = Boolean.TRUE.equals(optional);
        if (map.isEmpty() && !mayMiss) {
            throw new VolumeException("configmap \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = new LinkedHashMap<>();
        map.ifPresent(found -> {
            found.data().forEach((key, text) -> data.put(key, utf8(text)));
            data.putAll(found.binaryData());
        });
        return chosen(data, items, mode, mayMiss, "configmap references non-existent config key: ");
    }

    Map<String, Content> ofSecret(
            Pod pod, String name, List<KeyToPath> items, int mode, @Nullable Boolean optional) {
        Optional<Secret> secret = objects.secret(pod.namespace(), name);
        boolean mayMiss = Boolean.TRUE.equals(optional);
        if (secret.isEmpty() && !mayMiss) {
            throw new VolumeException("secret \"%s\" not found".formatted(name));
        }
        Map<String, byte[]> data = secret.map(Secret::data).orElse(Map.of());
        return chosen(data, items, mode, mayMiss, "references non-existent secret key: ");
    }

    private static Map<String, Content> chosen(
            Map<String, byte[]> data,
            List<KeyToPath> items,
            int mode,
            boolean mayMiss,
            String complaint) {
        Map<String, Content> files = new LinkedHashMap<>();
        if (items.isEmpty()) {
            data.forEach((key, bytes) -> files.put(key, new Content(bytes, mode)));
            return files;
        }
        for (KeyToPath item : items) {
            byte[] bytes = data.get(item.key());
            if (bytes != null) {
                Integer own = item.mode();
                files.put(item.path(), new Content(bytes, own == null ? mode : own));
            } else if (!mayMiss) {
                throw new VolumeException(complaint + item.key());
            }
        }
        return files;
    }

    Map<String, Content> ofPod(Pod pod, List<DownwardAPIVolumeFile> items, int mode) {
        Map<String, Content> files = new LinkedHashMap<>();
        for (DownwardAPIVolumeFile item : items) {
            Integer own = item.mode();
            files.put(item.path(), new Content(utf8(value(pod, item)), own == null ? mode : own));
        }
        return files;
    }

    private String value(Pod pod, DownwardAPIVolumeFile item) {
        var field = item.fieldRef();
        if (field != null) {
            return DownwardApi.field(pod, field);
        }
        var resource = item.resourceFieldRef();
        return resource == null
                ? ""
                : DownwardApi.resource(pod, Container.EMPTY, resource, allocatable.get());
    }

    Map<String, Content> ofToken(
            Pod pod, ServiceAccountTokenProjection projection, int mode, @Nullable Long fsGroup) {
        String token = tokens.token(pod, projection.audience(), projection.expirationSeconds());
        Long owner = onlyUser(pod);
        int own = fsGroup != null || owner != null ? OWNERS_ONLY : mode;
        return Map.of(
                projection.path(), new Content(utf8(token), own, fsGroup == null ? owner : null));
    }

    /// The user that all containers run as, or null when they differ or do not say.
    private static @Nullable Long onlyUser(Pod pod) {
        var security = pod.spec().securityContext();
        Long ofPod = security == null ? null : security.runAsUser();
        Set<@Nullable Long> users = new HashSet<>();
        for (List<Container> containers :
                List.of(pod.spec().containers(), pod.spec().initContainers())) {
            for (Container container : containers) {
                var own = container.securityContext();
                users.add(own == null || own.runAsUser() == null ? ofPod : own.runAsUser());
            }
        }
        return users.size() == 1 ? users.iterator().next() : null;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
