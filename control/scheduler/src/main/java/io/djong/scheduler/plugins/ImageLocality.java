package io.djong.scheduler.plugins;

import io.djong.scheduler.NodeState;
import io.djong.scheduler.PodState;
import io.djong.scheduler.ScorePlugin;
import java.util.List;

/// Prefers nodes that have the pod's images already: large ones count more, those that few nodes have count less.
public final class ImageLocality implements ScorePlugin {

    /// Images below this in all are not worth looking at.
    private static final long BYTES_MIN = 23L * 1024 * 1024;

    /// More than this per container counts no more.
    private static final long BYTES_MAX_PER_CONTAINER = 1000L * 1024 * 1024;

    @Override
    public String name() {
        return "ImageLocality";
    }

    @Override
    public int weight() {
        return 1;
    }

    @Override
    public long[] score(PodState pod, List<NodeState> nodes) {
        long[] sums = new long[nodes.size()];
        for (String image : pod.images()) {
            String name = normalized(image);
            int having = 0;
            for (NodeState node : nodes) {
                if (node.hasImage(name)) {
                    having++;
                }
            }
            double spread = (double) having / nodes.size();
            for (int i = 0; having > 0 && i < sums.length; i++) {
                sums[i] += (long) (nodes.get(i).imageBytes(name) * spread);
            }
        }
        long most = BYTES_MAX_PER_CONTAINER * Math.max(1, pod.images().size());
        for (int i = 0; i < sums.length; i++) {
            long bytes = Math.clamp(sums[i], BYTES_MIN, most);
            sums[i] = MAX * (bytes - BYTES_MIN) / (most - BYTES_MIN);
        }
        return sums;
    }

    /// A name without a tag means `latest`.
    private static String normalized(String image) {
        return image.lastIndexOf(':') <= image.lastIndexOf('/') ? image + ":latest" : image;
    }
}
