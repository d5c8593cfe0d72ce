package io.djong.apiserver.resources.batch;

import io.djong.apiserver.resources.KindList;

/// The kinds of the group `batch` that have rules of their own, in alphabetical order.
public final class BatchResources {

    public static final KindList RULES =
            KindList.of("batch")
                    .kind("CronJob", new CronJobResource())
                    .kind("Job", new JobResource());

    private BatchResources() {}
}
