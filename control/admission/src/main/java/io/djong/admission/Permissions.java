package io.djong.admission;

import io.djong.meta.UserInfo;

/// Asks the authorizers, for plug-ins that need more than the right to make the request.
@FunctionalInterface
public interface Permissions {

    /// @param namespace "" for the cluster's own
    /// @param name "" for none in particular
    boolean allows(
            UserInfo user,
            String verb,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name);
}
