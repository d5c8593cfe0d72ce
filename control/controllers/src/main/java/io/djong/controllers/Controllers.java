package io.djong.controllers;

import io.djong.client.Controller;
import io.djong.controllers.deployment.DeploymentController;
import io.djong.controllers.replicaset.ReplicaSetController;
import io.djong.controllers.support.Parts;
import java.util.List;

/// All controllers.
public final class Controllers {

    private Controllers() {}

    /// Every controller, not yet started, in the order to start them.
    public static List<Controller<?>> all(Parts parts) {
        return List.of(DeploymentController.create(parts), ReplicaSetController.create(parts));
    }
}
