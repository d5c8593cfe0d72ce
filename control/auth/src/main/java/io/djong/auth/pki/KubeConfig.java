package io.djong.auth.pki;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How kubectl reaches a cluster: a file with the server, its authority, and a client certificate.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/ Organizing Cluster Access Using kubeconfig Files
public final class KubeConfig {

    private KubeConfig() {}

    /// A file with one context, in which certificates and key are embedded.
    ///
    /// @param name of the context and of the cluster; the user is `<name>-admin`
    /// @param server `https://192.0.2.7:6443`
    public static Fields of(String name, String server, ClusterPki pki, Identity user) {
        return of(name, name + "-admin", server, pki, user);
    }

    private static Fields of(
            String name, String userName, String server, ClusterPki pki, Identity user) {
        StringBuilder authorities = new StringBuilder();
        pki.authorities().forEach(one -> authorities.append(Pem.write(one)));
        Fields cluster =
                Fields.of(
                        "certificate-authority-data",
                        base64(authorities.toString()),
                        "server",
                        server);
        Fields credentials =
                Fields.of(
                        "client-certificate-data",
                        base64(Pem.write(user.chain().getFirst())),
                        "client-key-data",
                        base64(ClientKeys.write(user)));
        return Fields.builder()
                .add("apiVersion", "v1")
                .add("kind", "Config")
                .add("clusters", List.of(named(name, "cluster", cluster)))
                .add(
                        "contexts",
                        List.of(
                                named(
                                        name,
                                        "context",
                                        Fields.of("cluster", name, "user", userName))))
                .add("current-context", name)
                .add("users", List.of(named(userName, "user", credentials)))
                .build();
    }

    private static Fields named(String name, String kind, Fields value) {
        return Fields.of("name", name, kind, value);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// Writes a file that only its owner can read, completely or not at all.
    public static void write(Path file, Fields config) {
        WholeFiles.write(file, new String(Yaml.write(config), StandardCharsets.UTF_8), "rw-------");
    }

    /// Puts the cluster, user and context of `added` into an existing file and makes the context the current one; all
    /// else in the file stays. The file is made when it is missing.
    ///
    /// @throws PkiException if the file is no kubeconfig; it is left as it is
    public static void merge(Path file, Fields added) {
        write(file, merged(read(file), added));
    }

    /// Takes a context out again, with its cluster and user when no other context uses them. A file without it stays as it is.
    public static void remove(Path file, String context) {
        Fields config = read(file);
        Fields removed = removed(config, context);
        if (!removed.equals(config)) {
            write(file, removed);
        }
    }

    private static Fields read(Path file) {
        try {
            if (!Files.exists(file) || Files.size(file) == 0) {
                return Fields.EMPTY;
            }
            Object tree = Yaml.parse(Files.readAllBytes(file));
            if (tree == null) {
                return Fields.EMPTY;
            }
            if (tree instanceof Fields config && config.string("kind").equals("Config")) {
                return config;
            }
            throw new PkiException(file + ": is no kubeconfig (kind: Config); name another file");
        } catch (DecodeException e) {
            throw new PkiException(
                    file + ": " + e.getMessage() + "; repair it or name another file", e);
        } catch (IOException e) {
            throw new PkiException("read " + file, e);
        }
    }

    static Fields merged(Fields config, Fields added) {
        Fields result = config.isEmpty() ? Fields.of("apiVersion", "v1", "kind", "Config") : config;
        for (String list : List.of("clusters", "contexts", "users")) {
            List<@Nullable Object> items = new ArrayList<>(result.list(list));
            for (@Nullable Object item : added.list(list)) {
                String name = name(item);
                items.removeIf(old -> name(old).equals(name));
                items.add(item);
            }
            result = result.with(list, List.copyOf(present(items)));
        }
        return result.with("current-context", added.string("current-context"));
    }

    private static Fields removed(Fields config, String context) {
        @Nullable Fields gone = null;
        List<Fields> kept = new ArrayList<>();
        for (@Nullable Object item : config.list("contexts")) {
            if (item instanceof Fields one) {
                if (name(one).equals(context)) {
                    gone = one.fields("context");
                } else {
                    kept.add(one);
                }
            }
        }
        if (gone == null) {
            return config;
        }
        Fields result = config.with("contexts", List.copyOf(kept));
        for (Map.Entry<String, String> list :
                Map.of("clusters", "cluster", "users", "user").entrySet()) {
            String name = gone.string(list.getValue());
            boolean isUsed =
                    kept.stream()
                            .anyMatch(one ->
                                    one.fields("context").string(list.getValue()).equals(name));
            if (!isUsed) {
                List<@Nullable Object> items = new ArrayList<>(config.list(list.getKey()));
                items.removeIf(item -> name(item).equals(name));
                result = result.with(list.getKey(), List.copyOf(present(items)));
            }
        }
        return config.string("current-context").equals(context)
                ? result.with("current-context", "")
                : result;
    }

    private static List<Object> present(List<@Nullable Object> items) {
        List<Object> present = new ArrayList<>();
        for (@Nullable Object item : items) {
            if (item != null) {
                present.add(item);
            }
        }
        return present;
    }

    private static String name(@Nullable Object item) {
        return item instanceof Fields fields ? fields.string("name") : "";
    }
}
