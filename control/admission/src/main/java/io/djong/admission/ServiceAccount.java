package io.djong.admission;

import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Gives every pod an account, a volume with a token of it, and the account's pull secrets.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller ServiceAccount admission controller
public final class ServiceAccount implements AdmissionPlugin {

    private static final String DEFAULT = "default";
    private static final String VOLUME_PREFIX = "kube-api-access-";
    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// An odd number, by which the API server knows tokens that may live longer than they say.
    private static final long TOKEN_SECONDS = 3607;

    private static final long DEFAULT_MODE = 0644;

    /// The account `default` of a new namespace is made by a controller, so the first pod may be faster than it.
    private static final int LOOKS_FOR_DEFAULT = 10;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    private final Lookup<io.djong.api.core.v1.ServiceAccount> accounts;
    private final Clock clock;
    private final RandomGenerator random;

    public ServiceAccount(
            Lookup<io.djong.api.core.v1.ServiceAccount> accounts,
            Clock clock,
            RandomGenerator random) {
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Fields mutate(Review review) {
        if (!(review instanceof Review.Create) || !review.isOf("", "pods")) {
            return review.object();
        }
        Fields pod = review.object();
        if (PodTrees.isMirror(pod)) {
            checkMirror(review);
            return pod;
        }
        Fields spec = PodTrees.spec(pod);
        String name = accountName(spec);
        if (name.isEmpty()) {
            name = DEFAULT;
        }
        spec = spec.with("serviceAccountName", name).with("serviceAccount", name);
        var account = require(review, name);
        if (wantsToken(spec, account)) {
            spec = mountToken(spec);
        }
        if (spec.list("imagePullSecrets").isEmpty() && !account.imagePullSecrets().isEmpty()) {
            spec = spec.with("imagePullSecrets", account.fields().list("imagePullSecrets"));
        }
        return pod.with("spec", spec);
    }

    @Override
    public void validate(Review review) {
        Fields spec = PodTrees.spec(review.object());
        if (review instanceof Review.Create && review.isOf("", "pods")) {
            if (PodTrees.isMirror(review.object())) {
                checkMirror(review);
                return;
            }
            var account = require(review, accountName(spec));
            MountableSecrets.of(account).ifPresent(allowed -> allowed.checkPod(review, spec));
        } else if (review instanceof Review.Update
                && review.isOf("", "pods", "ephemeralcontainers")) {
            var account = require(review, accountName(spec));
            MountableSecrets.of(account)
                    .ifPresent(allowed -> allowed.checkEphemeralContainers(review, spec));
        }
    }

    private static String accountName(Fields spec) {
        String name = spec.string("serviceAccountName");
        return name.isEmpty() ? spec.string("serviceAccount") : name;
    }

    private io.djong.api.core.v1.ServiceAccount require(Review review, String name) {
        String namespace = review.call().namespace();
        return find(namespace, name)
                .orElseThrow(() ->
                        review.forbidden(
                                "error looking up service account %s/%s: serviceaccount \"%s\" not found"
                                        .formatted(namespace, name, name)));
    }

    private Optional<io.djong.api.core.v1.ServiceAccount> find(String namespace, String name) {
        ObjectKey key = ObjectKey.of(namespace, name);
        int looks = name.equals(DEFAULT) ? LOOKS_FOR_DEFAULT : 1;
        try {
            for (int look = 1; look < looks; look++) {
                var found = accounts.find(key);
                if (found.isPresent()) {
                    return found;
                }
                clock.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return accounts.find(key);
    }

    private static boolean wantsToken(Fields spec, io.djong.api.core.v1.ServiceAccount account) {
        Boolean ofPod = spec.boolOrNull("automountServiceAccountToken");
        Boolean ofAccount = account.automountServiceAccountToken();
        return ofPod != null ? ofPod : ofAccount == null || ofAccount;
    }

    private Fields mountToken(Fields spec) {
        Optional<String> existing =
                PodTrees.objects(spec, "volumes").stream()
                        .map(volume -> volume.string("name"))
                        .filter(name -> name.startsWith(VOLUME_PREFIX))
                        .findFirst();
        String volume = existing.orElseGet(() -> VOLUME_PREFIX + RandomNames.suffix(random));
        Fields mounted = spec;
        for (String list : List.of("initContainers", "containers")) {
            mounted = PodTrees.mapObjects(mounted, list, one -> mount(one, volume));
        }
        boolean isNeeded = !mounted.equals(spec);
        return isNeeded && existing.isEmpty()
                ? PodTrees.append(mounted, "volumes", tokenVolume(volume))
                : mounted;
    }

    private static Fields mount(Fields container, String volume) {
        for (Fields mount : PodTrees.objects(container, "volumeMounts")) {
            if (mount.string("mountPath").equals(MOUNT_PATH)) {
                return container;
            }
        }
        return PodTrees.append(
                container,
                "volumeMounts",
                Fields.of("name", volume, "readOnly", true, "mountPath", MOUNT_PATH));
    }

    private static Fields tokenVolume(String name) {
        Fields token =
                Fields.of(
                        "serviceAccountToken",
                        Fields.of("expirationSeconds", TOKEN_SECONDS, "path", "token"));
        Fields authority =
                Fields.of(
                        "configMap",
                        Fields.of(
                                "name",
                                "kube-root-ca.crt",
                                "items",
                                List.of(Fields.of("key", "ca.crt", "path", "ca.crt"))));
        Fields namespace =
                Fields.of(
                        "downwardAPI",
                        Fields.of(
                                "items",
                                List.of(
                                        Fields.of(
                                                "path",
                                                "namespace",
                                                "fieldRef",
                                                Fields.of(
                                                        "apiVersion",
                                                        "v1",
                                                        "fieldPath",
                                                        "metadata.namespace")))));
        return Fields.of(
                "name",
                name,
                "projected",
                Fields.of(
                        "sources",
                        List.of(token, authority, namespace),
                        "defaultMode",
                        DEFAULT_MODE));
    }

    /// A mirror pod only shows what a node runs anyway; it must not open doors in the API.
    private static void checkMirror(Review review) {
        Fields spec = PodTrees.spec(review.object());
        if (!spec.string("serviceAccountName").isEmpty()) {
            throw review.forbidden("a mirror pod may not reference service accounts");
        }
        if (PodSecretNames.usesSecrets(spec)) {
            throw review.forbidden("a mirror pod may not reference secrets");
        }
        if (PodSecretNames.usesConfigMaps(spec)) {
            throw review.forbidden("a mirror pod may not reference configmaps");
        }
        for (Fields volume : PodTrees.objects(spec, "volumes")) {
            if (volume.value("persistentVolumeClaim") != null) {
                throw review.forbidden("a mirror pod may not reference persistentvolumeclaims");
            }
            for (Fields source : PodTrees.objects(volume.fields("projected"), "sources")) {
                if (source.value("serviceAccountToken") != null) {
                    throw review.forbidden(
                            "a mirror pod may not use ServiceAccountToken volume projections");
                }
                if (source.value("clusterTrustBundle") != null) {
                    throw review.forbidden(
                            "a mirror pod may not use ClusterTrustBundle volume projections");
                }
            }
        }
        if (!spec.list("resourceClaims").isEmpty()) {
            throw review.forbidden("a mirror pod may not reference resourceclaims");
        }
    }
}
