package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.ResourceQuota;
import io.djong.api.quota.Evaluator;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class LimitedResourcesTest {

    private static final Fields SCOPE =
            Fields.of("scopeName", "PriorityClass", "operator", "In", "values", List.of("vip"));

    private final Evaluator evaluator = Evaluator.of("", "pods");
    private final LimitedResources limited =
            new LimitedResources(
                    Fields.of(
                            "limitedResources",
                            List.of(Fields.of("resource", "pods", "matchScopes", List.of(SCOPE)))));

    private static Review pod(String priorityClass) {
        return Reviews.create(
                "pods", Reviews.pod("ns", "p").withAt(priorityClass, "spec", "priorityClassName"));
    }

    private void require(Review review, List<ResourceQuota> covering) {
        limited.requireCovered(review, evaluator, evaluator.usage(review.object()), covering);
    }

    @Test
    void refusesWhatNoQuotaSpeaksOf() {
        assertThatThrownBy(() -> require(pod("vip"), List.of()))
                .hasMessage(
                        "pods \"p\" is forbidden: insufficient quota to match these scopes: [{PriorityClass In [vip]}]");
    }

    @Test
    void letsPassWhatAQuotaSpeaksOf() {
        ResourceQuota quota =
                new ResourceQuota(
                        Fields.of(
                                "spec",
                                Fields.of(
                                        "scopeSelector",
                                        Fields.of("matchExpressions", List.of(SCOPE)))));

        assertThatCode(() -> require(pod("vip"), List.of(quota))).doesNotThrowAnyException();
        assertThatCode(() -> require(pod("other"), List.of())).doesNotThrowAnyException();
    }
}
