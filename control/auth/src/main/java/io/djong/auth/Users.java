package io.djong.auth;

import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Small questions about users.
public final class Users {

    private Users() {}

    /// Who has been authenticated is in `system:authenticated`, unless an authenticator said otherwise.
    public static UserInfo withStanding(UserInfo user) {
        if (user.isIn(UserInfo.AUTHENTICATED) || user.isIn(UserInfo.UNAUTHENTICATED)) {
            return user;
        }
        List<String> groups = new ArrayList<>(user.groups());
        groups.add(UserInfo.AUTHENTICATED);
        return user.withGroups(groups);
    }

    /// Whether a user is a node, by its name and group.
    public static boolean isNode(UserInfo user) {
        return user.name().startsWith("system:node:") && user.isIn("system:nodes");
    }

    /// As in `TokenReview.status.user` and `SelfSubjectReview.status.userInfo`.
    public static Fields document(UserInfo user) {
        Fields.Builder document = Fields.builder();
        if (!user.name().isEmpty()) {
            document.add("username", user.name());
        }
        if (!user.uid().isEmpty()) {
            document.add("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            document.add("groups", user.groups());
        }
        if (!user.extra().isEmpty()) {
            document.add("extra", Fields.copyOf(new TreeMap<>(user.extra())));
        }
        return document.build();
    }
}
