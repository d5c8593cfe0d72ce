package io.djong.admission.policy;

import io.djong.admission.Review;
import io.djong.admission.matching.Equivalents;
import io.djong.admission.matching.MatchCriteria.NamespaceLabels;
import io.djong.admission.matching.Target;
import io.djong.admission.webhook.Documents;
import io.djong.api.Selectors;
import io.djong.api.core.v1.Namespace;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.LabelSelector;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What policies know of the cluster, and how they find out what they are about.
public record PolicyWorld(
        Lookup<Namespace> namespaces,
        Equivalents equivalents,
        Documents documents,
        Parameters parameters,
        Access access) {

    /// Whoever gets its own policies wrong must be able to get them right again.
    private static final Set<String> EXEMPT =
            Set.of(
                    "ValidatingWebhookConfiguration",
                    "MutatingWebhookConfiguration",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding",
                    "MutatingAdmissionPolicy",
                    "MutatingAdmissionPolicyBinding");

    /// A binding cannot be used as it is; the message is upstream's.
    static final class ConfigurationException extends Exception {
        private static final long serialVersionUID = 1;

        ConfigurationException(String message) {
            super(message);
        }
    }

    static boolean isExempt(Review review) {
        return review.call().kindVersion().group().equals("admissionregistration.k8s.io")
                && EXEMPT.contains(review.call().kind());
    }

    NamespaceLabels labels() {
        return name ->
                namespaces.find(ObjectKey.of(name)).map(namespace -> namespace.metadata().labels());
    }

    /// The namespace of the request as `namespaceObject`; null outside namespaces.
    @Nullable Fields namespaceObject(Review review) {
        String name = review.call().namespace();
        if (name.isEmpty() || review.isOf("", "namespaces", review.call().subresource())) {
            return null;
        }
        Namespace namespace =
                namespaces
                        .find(ObjectKey.of(name))
                        .orElseThrow(
                                () -> new ApiException(Failure.notFound("", "namespaces", name)));
        return namespace.fields();
    }

    /// The request with its objects in the version that was matched.
    Review seen(Review review, Target target) {
        Target own = Target.of(review.call());
        Fields object = shown(review.object(), own, target, review);
        return switch (review) {
            case Review.Create create -> create.withObject(object);
            case Review.Connect connect -> connect.withObject(object);
            case Review.Update update ->
                    new Review.Update(
                            update.call(), object, shown(update.old(), own, target, review));
            case Review.Delete delete ->
                    new Review.Delete(delete.call(), shown(delete.old(), own, target, review));
        };
    }

    private Fields shown(Fields object, Target own, Target target, Review review) {
        if (object.isEmpty()) {
            return object;
        }
        Fields converted =
                target.isOf(review.call()) ? object : documents.convert(object, own, target);
        return converted.has("kind") && converted.has("apiVersion")
                ? converted
                : converted
                        .with("apiVersion", target.kindVersion().toString())
                        .with("kind", target.kind());
    }

    /// The parameters of a binding: one absent when there is nothing to name, none when none are found and that is fine.
    List<Optional<Fields>> params(Policy policy, Policy.Binding binding, Review review)
            throws ConfigurationException {
        Fields kind = policy.spec().fieldsOrNull("paramKind");
        Fields reference = binding.paramRef();
        if (kind == null || reference == null) {
            return List.of(Optional.empty());
        }
        GroupVersion version = GroupVersion.parse(kind.string("apiVersion"));
        Parameters.Source source =
                parameters
                        .kind(version, kind.string("kind"))
                        .orElseThrow(() ->
                                new ConfigurationException(
                                        "paramKind kind `%s, Kind=%s` not known"
                                                .formatted(version, kind.string("kind"))));
        String named = reference.string("namespace");
        if (!source.isNamespaced() && !named.isEmpty()) {
            throw new ConfigurationException(
                    "paramRef.namespace must not be provided for a cluster-scoped `paramKind`");
        }
        String namespace = "";
        if (source.isNamespaced()) {
            namespace = named.isEmpty() ? review.call().namespace() : named;
            if (namespace.isEmpty()) {
                throw new ConfigurationException(
                        "cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
            }
        }
        List<Optional<Fields>> found = new ArrayList<>();
        String name = reference.string("name");
        if (!name.isEmpty()) {
            source.find(namespace, name).ifPresent(one -> found.add(Optional.of(one)));
        } else {
            LabelSelector selector =
                    Selectors.of(
                            new io.djong.api.meta.v1.LabelSelector(reference.fields("selector")));
            for (Fields one : source.list(namespace)) {
                if (selector.matches(texts(one.fields("metadata").fields("labels")))) {
                    found.add(Optional.of(one));
                }
            }
        }
        if (found.isEmpty() && reference.string("parameterNotFoundAction").equals("Deny")) {
            throw new ConfigurationException(
                    "no params found for policy binding with `Deny` parameterNotFoundAction");
        }
        return found;
    }

    private static Map<String, String> texts(Fields labels) {
        Map<String, String> texts = new HashMap<>();
        labels.forEach((name, value) -> {
            if (value instanceof String text) {
                texts.put(name, text);
            }
        });
        return texts;
    }
}
