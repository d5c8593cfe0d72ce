package io.djong.apiserver.verbs;

import io.djong.admission.AdmissionChain;
import io.djong.admission.Review;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.resources.Allocators;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects;
import io.djong.meta.Clock;
import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What verbs work with.
///
/// @param random for names, uids and time-outs; safe for many threads
/// @param admission asked anew for each request, because the chain is made after the verbs that its plug-ins use
public record Backend(
        Objects objects,
        Supplier<AdmissionChain> admission,
        Clock clock,
        RandomGenerator random,
        Allocators allocators,
        Escalation escalation) {

    /// Keeps users from handing out rights that they do not hold.
    @FunctionalInterface
    public interface Escalation {
        /// @param old the stored object, null when it is created
        /// @throws io.djong.meta.ApiException when the user may not write such a role or binding
        void check(
                UserInfo user,
                String resource,
                String namespace,
                Fields object,
                @Nullable Fields old);
    }

    public RequestContext context(Call call, boolean dryRun) {
        return new RequestContext(call.user(), dryRun, clock.now(), random, objects, allocators);
    }

    /// Lets all plug-ins have their say; some refuse while they complete.
    ///
    /// @return the object as they want it
    public Fields admit(Review review) {
        AdmissionChain chain = admission.get();
        Fields completed = chain.mutate(review);
        chain.validate(review.withObject(completed));
        return completed;
    }

    /// The call as admission sees it.
    public io.djong.admission.Call admissionCall(
            Call call, Resource resource, String name, boolean dryRun, Fields options) {
        return admissionCall(
                call, resource, name, dryRun, options, resource.groupVersion(), resource.kind());
    }

    /// @param kindVersion of the object, which a subresource may have of its own
    public io.djong.admission.Call admissionCall(
            Call call,
            Resource resource,
            String name,
            boolean dryRun,
            Fields options,
            GroupVersion kindVersion,
            String kind) {
        return new io.djong.admission.Call(
                resource.groupVersion(),
                resource.name(),
                call.info().subresource(),
                kindVersion,
                kind,
                resource.isNamespaced() ? call.info().namespace() : "",
                name,
                call.user(),
                dryRun,
                options,
                call);
    }
}
