package io.djong.api;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.NodeAddress;
import io.djong.api.core.v1.NodeCondition;
import org.jspecify.annotations.Nullable;

/// Questions about nodes.
public final class Nodes {

    private Nodes() {}

    /// The condition of that type, or null.
    public static @Nullable NodeCondition condition(Node node, String type) {
        for (NodeCondition condition : node.status().conditions()) {
            if (condition.type().equals(type)) {
                return condition;
            }
        }
        return null;
    }

    public static boolean isReady(Node node) {
        NodeCondition ready = condition(node, "Ready");
        return ready != null && ready.status().equals("True");
    }

    /// Its first address of a type such as `InternalIP`, or "".
    public static String address(Node node, String type) {
        for (NodeAddress address : node.status().addresses()) {
            if (address.type().equals(type)) {
                return address.address();
            }
        }
        return "";
    }
}
