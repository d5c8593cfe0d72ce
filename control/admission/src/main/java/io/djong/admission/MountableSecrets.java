package io.djong.admission;

import io.djong.api.core.v1.LocalObjectReference;
import io.djong.api.core.v1.ObjectReference;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The secrets that the pods of an account may use, when the account limits them.
///
/// @spec https://kubernetes.io/docs/concepts/security/service-accounts/#enforce-mountable-secrets Enforced mountable secrets
record MountableSecrets(String account, Set<String> secrets, Set<String> pullSecrets) {

    private static final String ANNOTATION = "kubernetes.io/enforce-mountable-secrets";

    /// Empty when the account sets no limit.
    static Optional<MountableSecrets> of(ServiceAccount account) {
        if (!Boolean.parseBoolean(account.annotations().getOrDefault(ANNOTATION, ""))) {
            return Optional.empty();
        }
        return Optional.of(
                new MountableSecrets(
                        account.name(),
                        account.secrets().stream()
                                .map(ObjectReference::name)
                                .collect(Collectors.toSet()),
                        account.imagePullSecrets().stream()
                                .map(LocalObjectReference::name)
                                .collect(Collectors.toSet())));
    }

    void checkPod(Review review, Fields spec) {
        for (Fields volume : PodTrees.objects(spec, "volumes")) {
            String secret = volume.fields("secret").string("secretName");
            if (!secret.isEmpty() && !secrets.contains(secret)) {
                throw refusal(review, "volume with secret.secretName=\"" + secret + "\"", "secret");
            }
        }
        checkContainers(review, spec, "initContainers", "init container");
        checkContainers(review, spec, "containers", "container");
        List<Fields> references = PodTrees.objects(spec, "imagePullSecrets");
        for (int i = 0; i < references.size(); i++) {
            String name = references.get(i).string("name");
            if (!pullSecrets.contains(name)) {
                throw refusal(
                        review,
                        "imagePullSecrets[" + i + "].name=\"" + name + "\"",
                        "imagePullSecret");
            }
        }
    }

    void checkEphemeralContainers(Review review, Fields spec) {
        checkContainers(review, spec, "ephemeralContainers", "ephemeral container");
    }

    private void checkContainers(Review review, Fields spec, String list, String word) {
        for (Fields container : PodTrees.objects(spec, list)) {
            String owner = word + " " + container.string("name");
            for (Fields variable : PodTrees.objects(container, "env")) {
                String secret = variable.fields("valueFrom").fields("secretKeyRef").string("name");
                if (!secret.isEmpty() && !secrets.contains(secret)) {
                    throw refusal(
                            review,
                            "%s with envVar %s referencing secret.secretName=\"%s\""
                                    .formatted(owner, variable.string("name"), secret),
                            "secret");
                }
            }
            for (Fields from : PodTrees.objects(container, "envFrom")) {
                String secret = from.fields("secretRef").string("name");
                if (!secret.isEmpty() && !secrets.contains(secret)) {
                    throw refusal(
                            review,
                            "%s with envFrom referencing secret.secretName=\"%s\""
                                    .formatted(owner, secret),
                            "secret");
                }
            }
        }
    }

    private RuntimeException refusal(Review review, String what, String kind) {
        return review.forbidden(
                "%s is not allowed because service account %s does not reference that %s"
                        .formatted(what, account, kind));
    }
}
