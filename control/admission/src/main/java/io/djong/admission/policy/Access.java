package io.djong.admission.policy;

import io.djong.cel.Authorization;
import io.djong.meta.UserInfo;

/// Asks the authorizers what a user may do, for the variable `authorizer`.
public interface Access {

    Authorization.Decision path(UserInfo user, String path, String verb);

    Authorization.Decision resource(UserInfo user, Authorization.ResourceCheck check, String verb);

    /// The questions of one request's user, or of a service account that the expression names.
    static Authorization.Access of(Access access, UserInfo user) {
        return new Authorization.Access() {
            @Override
            public Authorization.Decision checkPath(
                    String serviceAccount, String path, String verb) {
                return access.path(who(serviceAccount), path, verb);
            }

            @Override
            public Authorization.Decision checkResource(
                    Authorization.ResourceCheck check, String verb) {
                return access.resource(who(check.authorizer().serviceAccount()), check, verb);
            }

            private UserInfo who(String serviceAccount) {
                if (serviceAccount.isEmpty()) {
                    return user;
                }
                String namespace = serviceAccount.substring(0, serviceAccount.indexOf('/'));
                String name = serviceAccount.substring(serviceAccount.indexOf('/') + 1);
                return UserInfo.of(
                        "system:serviceaccount:" + namespace + ":" + name,
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + namespace,
                        UserInfo.AUTHENTICATED);
            }
        };
    }
}
