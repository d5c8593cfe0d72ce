package io.djong.volumes.plugins;

import io.djong.meta.Quantity;
import io.djong.volumes.ServiceAccountTokens;
import io.djong.volumes.VolumeObjects;
import io.djong.volumes.VolumePlugin;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// The volumes that every node offers.
public final class StandardPlugins {

    private StandardPlugins() {}

    /// @param allocatable what the node has for pods
    public static List<VolumePlugin> all(
            VolumeObjects objects,
            ServiceAccountTokens tokens,
            Supplier<Map<String, Quantity>> allocatable) {
        ObjectFiles files = new ObjectFiles(objects, tokens, allocatable);
        return List.of(
                new EmptyDir(),
                new HostPath(),
                new ConfigMapVolume(files),
                new SecretVolume(files),
                new DownwardApiVolume(files),
                new Projected(files),
                new PersistentClaim(objects));
    }
}
