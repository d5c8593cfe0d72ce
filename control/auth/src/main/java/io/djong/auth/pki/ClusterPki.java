package io.djong.auth.pki;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Every key and certificate of a cluster, in memory; immutable.
///
/// @param authority signs servers and clients; its key is what makes the cluster
/// @param frontProxyAuthority signs the aggregator's own client certificate only
/// @param leaves by file name: `apiserver`, `kubelet`, `admin` ...
/// @param serviceAccountKey signs tokens
/// @param serviceAccountKeys verify tokens; the first is the signing key's
/// @spec https://kubernetes.io/docs/setup/best-practices/certificates/ PKI certificates and requirements
public record ClusterPki(
        Identity authority,
        Identity frontProxyAuthority,
        Map<String, Identity> leaves,
        PrivateKey serviceAccountKey,
        List<PublicKey> serviceAccountKeys) {

    /// As kubeadm does.
    static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3650);

    static final Duration LEAF_VALIDITY = Duration.ofDays(365);

    /// Clocks of nodes differ; kubeadm allows as much.
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    /// A certificate is renewed at a start in the last quarter of its life, so that a server that is started a few
    /// times a year never runs into its end.
    private static final Duration RENEW_BEFORE = LEAF_VALIDITY.dividedBy(4);

    private static final Log LOG = Log.of(ClusterPki.class);

    /// The identity in `<name>.crt` and `<name>.key`.
    public Identity leaf(String name) {
        Identity leaf = leaves.get(name);
        if (leaf == null) {
            throw new PkiException("no certificate named " + name);
        }
        return leaf;
    }

    public List<X509Certificate> authorities() {
        return authority.chain();
    }

    /// Reads all files of a directory and makes what is missing, about to expire or stands for too few names. Files that
    /// kubeadm wrote are used as they are.
    ///
    /// @throws PkiException if a file is broken, or something must be issued and the authority's key is not there
    public static ClusterPki ensure(
            Path directory, PkiNames names, Clock clock, RandomGenerator random) {
        return new Maker(new PkiFiles(directory), clock.now(), random).ensure(names);
    }

    private record Maker(PkiFiles files, Instant now, RandomGenerator random) {

        ClusterPki ensure(PkiNames names) {
            Identity authority = authority("ca", "kubernetes");
            Identity frontProxy = authority("front-proxy-ca", "front-proxy-ca");
            Map<String, Identity> leaves = new LinkedHashMap<>();
            leaves.put("apiserver", leaf(names.apiServer(), authority));
            leaves.put("kubelet", leaf(names.kubeletServer(), authority));
            for (Leaf client : names.clients()) {
                leaves.put(client.file(), leaf(client, authority));
            }
            Leaf proxy = Leaf.client("front-proxy-client", "front-proxy-client");
            leaves.put(proxy.file(), leaf(proxy, frontProxy));
            PrivateKey signer = serviceAccountKey();
            return new ClusterPki(
                    authority, frontProxy, Map.copyOf(leaves), signer, serviceAccountKeys(signer));
        }

        private Identity authority(String name, String commonName) {
            Optional<Identity> found = files.identity(name);
            if (found.isPresent()) {
                X509Certificate certificate = found.get().chain().getFirst();
                if (certificate.getNotAfter().toInstant().isBefore(now)) {
                    throw new PkiException(
                            "%s: expired on %s; replace it and remove the certificates it signed"
                                    .formatted(
                                            files.path(name + ".crt"),
                                            certificate.getNotAfter().toInstant()));
                }
                return found.get();
            }
            if (files.read(name + ".crt").isPresent() || files.read(name + ".key").isPresent()) {
                throw new PkiException(
                        "%s and %s belong together, and one is missing: restore it, or remove the other to start anew"
                                .formatted(files.path(name + ".crt"), name + ".key"));
            }
            KeyPair keys = KeyPairs.generate();
            X509Certificate certificate =
                    CertificateAuthority.selfSigned(
                            commonName,
                            keys.getPublic(),
                            keys.getPrivate(),
                            now.minus(BACKDATED),
                            now.plus(AUTHORITY_VALIDITY),
                            random);
            return files.write(name, keys.getPrivate(), certificate);
        }

        private Identity leaf(Leaf wanted, Identity authority) {
            Optional<Identity> found = files.identity(wanted.file());
            if (found.isPresent() && isGood(found.get().chain().getFirst(), wanted, authority)) {
                return found.get();
            }
            if (found.isPresent()) {
                LOG.info("Certificate renewed", "file", files.path(wanted.file() + ".crt"));
            }
            KeyPair keys = KeyPairs.generate();
            X509Certificate certificate =
                    new CertificateAuthority(authority, random)
                            .issue(
                                    wanted,
                                    keys.getPublic(),
                                    now.minus(BACKDATED),
                                    now.plus(LEAF_VALIDITY));
            return files.write(wanted.file(), keys.getPrivate(), certificate);
        }

        private boolean isGood(X509Certificate certificate, Leaf wanted, Identity authority) {
            X509Certificate issuer = authority.chain().getFirst();
            Instant end = certificate.getNotAfter().toInstant();
            boolean lastsAsLongAsItCan = end.equals(issuer.getNotAfter().toInstant());
            return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())
                    && now.isBefore(end)
                    && (lastsAsLongAsItCan || now.plus(RENEW_BEFORE).isBefore(end))
                    && wanted.isCoveredBy(certificate);
        }

        private PrivateKey serviceAccountKey() {
            Optional<String> found = files.read("sa.key");
            if (found.isPresent()) {
                return Pem.privateKey(found.get());
            }
            KeyPair keys = KeyPairs.generate();
            files.writePublic("sa.pub", Pem.write("PUBLIC KEY", keys.getPublic().getEncoded()));
            files.writeSecret("sa.key", Pem.write(keys.getPrivate()));
            return keys.getPrivate();
        }

        private List<PublicKey> serviceAccountKeys(PrivateKey signer) {
            List<PublicKey> keys =
                    new ArrayList<>(
                            files.read("sa.pub").map(KeyPairs::publicKeys).orElse(List.of()));
            if (keys.isEmpty() && signer instanceof RSAPrivateCrtKey rsa) {
                keys.add(KeyPairs.publicOf(rsa));
            }
            if (keys.isEmpty()) {
                throw new PkiException(
                        "%s: no PUBLIC KEY block; restore it, or remove sa.key to start anew"
                                .formatted(files.path("sa.pub")));
            }
            return List.copyOf(keys);
        }
    }
}
