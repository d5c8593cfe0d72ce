package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `apps` that have rules of their own, in alphabetical order.
public final class AppsResources {

    public static final KindList RULES =
            KindList.of("apps")
                    .kind("ControllerRevision", new ControllerRevisionResource())
                    .kind("DaemonSet", new DaemonSetResource())
                    .kind("Deployment", new DeploymentResource())
                    .kind("ReplicaSet", new ReplicaSetResource())
                    .kind("StatefulSet", new StatefulSetResource());

    private AppsResources() {}
}
