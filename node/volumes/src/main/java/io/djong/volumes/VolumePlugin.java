package io.djong.volumes;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Volume;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One kind of volume.
public interface VolumePlugin {

    /// A volume to make ready.
    ///
    /// @param directory the volume's own; exists
    record Request(Pod pod, Volume volume, Path directory) {

        /// The group that the pod's volumes are given to, or null.
        public @Nullable Long fsGroup() {
            var security = pod.spec().securityContext();
            return security == null ? null : security.fsGroup();
        }
    }

    /// As in `kubernetes.io~empty-dir`: the part of the volume's path that tells its kind.
    String directoryName();

    boolean supports(Volume volume);

    /// Makes the volume ready, or brings it up to date; may be called any number of times.
    ///
    /// @return what containers mount
    /// @throws VolumeException when it cannot be made ready now; the caller tries again
    Path setUp(Request request);

    /// Whether what is in it follows objects of the API, so that it has to be brought up to date.
    default boolean followsObjects() {
        return false;
    }
}
