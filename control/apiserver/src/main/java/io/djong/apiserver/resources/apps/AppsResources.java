package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `apps` that have rules of their own, in alphabetical order.
public final class AppsResources {

    public static final KindList RULES =
            KindList.of("apps");

    private AppsResources() {}
}
