package io.djong.admission;

import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;

/// What the reviews of one request share: the resource, the object's name, and who asks how.
///
/// @param resourceVersion group and version of the resource in the URL
/// @param resource plural: `pods`
/// @param subresource "" for the object itself
/// @param kindVersion group and version of the object: `autoscaling/v1` for `deployments/scale`
/// @param kind of the object: `Pod`, or `Scale` for `deployments/scale`
/// @param namespace "" outside namespaces
/// @param name as far as known: "" when it will be generated
/// @param reinvocation of this request alone
/// @param options `CreateOptions`, `UpdateOptions`, `PatchOptions` or `DeleteOptions`; may be empty
public record Call(
        GroupVersion resourceVersion,
        String resource,
        String subresource,
        GroupVersion kindVersion,
        String kind,
        String namespace,
        String name,
        UserInfo user,
        boolean isDryRun,
        Fields options,
        Notes notes,
        Reinvocation reinvocation) {

    public Call(
            GroupVersion resourceVersion,
            String resource,
            String subresource,
            GroupVersion kindVersion,
            String kind,
            String namespace,
            String name,
            UserInfo user,
            boolean isDryRun,
            Fields options,
            Notes notes) {
        this(
                resourceVersion,
                resource,
                subresource,
                kindVersion,
                kind,
                namespace,
                name,
                user,
                isDryRun,
                options,
                notes,
                new Reinvocation());
    }

    public String group() {
        return resourceVersion.group();
    }

    /// What plug-ins have to say beside yes and no.
    public interface Notes {

        /// A text for the `Warning` header of the answer.
        void warn(String text);

        /// A pair for the audit event: key with a plug-in's prefix, as `pod-security.kubernetes.io/enforce-policy`.
        void annotate(String key, String value);

        /// Forgets everything; for callers that have no answer to put it on.
        Notes DROPPED =
                new Notes() {
                    @Override
                    public void warn(String text) {}

                    @Override
                    public void annotate(String key, String value) {}
                };
    }
}
