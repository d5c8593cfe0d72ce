package io.djong.controllers.job;

import io.djong.api.batch.v1.Job;
import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.EnvVar;
import io.djong.api.core.v1.EnvVarSource;
import io.djong.api.core.v1.ObjectFieldSelector;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.controllers.support.PodControl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Makes the pods of a Job.
final class JobPods {

    private static final String INDEX_VARIABLE = "JOB_COMPLETION_INDEX";

    private JobPods() {}

    /// @param index the completion index, or -1 for none
    static Pod of(Job job, int index) {
        Pod pod = PodControl.fromTemplate(job.spec().template(), job);
        List<String> finalizers = new ArrayList<>(pod.metadata().finalizers());
        finalizers.add(JobTally.FINALIZER);
        pod = pod.withMetadata(pod.metadata().withFinalizers(finalizers));
        return index < 0 ? pod : indexed(pod, job, index);
    }

    private static Pod indexed(Pod pod, Job job, int index) {
        ObjectMeta metadata =
                pod.metadata()
                        .withGenerateName(job.name() + "-" + index + "-")
                        .withLabels(with(pod.labels(), index))
                        .withAnnotations(with(pod.annotations(), index));
        PodSpec spec =
                pod.spec()
                        .withHostname(job.name() + "-" + index)
                        .withContainers(
                                pod.spec().containers().stream()
                                        .map(JobPods::knowingIndex)
                                        .toList())
                        .withInitContainers(
                                pod.spec().initContainers().stream()
                                        .map(JobPods::knowingIndex)
                                        .toList());
        return pod.withMetadata(metadata).withSpec(spec);
    }

    private static Map<String, String> with(Map<String, String> pairs, int index) {
        Map<String, String> more = new LinkedHashMap<>(pairs);
        more.put(Indexes.KEY, Integer.toString(index));
        return more;
    }

    private static Container knowingIndex(Container container) {
        if (container.env().stream().anyMatch(variable -> variable.name().equals(INDEX_VARIABLE))) {
            return container;
        }
        List<EnvVar> variables = new ArrayList<>(container.env());
        variables.add(
                EnvVar.EMPTY
                        .withName(INDEX_VARIABLE)
                        .withValueFrom(
                                EnvVarSource.EMPTY.withFieldRef(
                                        ObjectFieldSelector.EMPTY.withFieldPath(
                                                "metadata.labels['" + Indexes.KEY + "']"))));
        return container.withEnv(variables);
    }
}
