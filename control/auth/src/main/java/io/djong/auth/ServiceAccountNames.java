package io.djong.auth;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// How service accounts and nodes are named as users.
public final class ServiceAccountNames {

    static final String PREFIX = "system:serviceaccount:";
    private static final String NODE_PREFIX = "system:node:";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final int SUBDOMAIN_MAX = 253;

    /// Which account a user name means.
    public record Account(String namespace, String name) {}

    private ServiceAccountNames() {}

    public static String userName(String namespace, String name) {
        return PREFIX + namespace + ":" + name;
    }

    public static List<String> groups(String namespace) {
        return List.of("system:serviceaccounts", "system:serviceaccounts:" + namespace);
    }

    public static Optional<Account> account(String userName) {
        if (!userName.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String[] parts = userName.substring(PREFIX.length()).split(":", -1);
        return parts.length == 2 && LABEL.matcher(parts[0]).matches() && isSubdomain(parts[1])
                ? Optional.of(new Account(parts[0], parts[1]))
                : Optional.empty();
    }

    /// The node that a user name means.
    public static Optional<String> node(String userName) {
        if (!userName.startsWith(NODE_PREFIX)) {
            return Optional.empty();
        }
        String name = userName.substring(NODE_PREFIX.length());
        return isSubdomain(name) ? Optional.of(name) : Optional.empty();
    }

    private static boolean isSubdomain(String name) {
        return name.length() <= SUBDOMAIN_MAX && SUBDOMAIN.matcher(name).matches();
    }
}
