package io.djong.auth;

import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.UserInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/// Lets a user who may do so act as another one, as the `Impersonate-` headers ask.
///
/// Five modes are tried, the narrow ones first; the failure that a client sees is that of the first one, where the one that
/// last worked for this user counts as first.
///
/// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-auth/5284-constrained-impersonation Constrained Impersonation
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation User impersonation
public final class Impersonation {

    private static final String AUTHENTICATION = "authentication.k8s.io";

    /// Enough for all users of a large cluster who impersonate at all; beyond it modes are merely tried in order.
    private static final int REMEMBERED_USERS_MAX = 10_000;

    /// From so many groups or extra values on it is tried whether all are allowed at once, as upstream does.
    private static final int MANY = 4;

    /// @param name as in verbs; "" for the one mode that was before there were several
    /// @param applies whether the wanted user (first) may be asked for by the requestor (second) in this mode
    private record Mode(String name, BiPredicate<UserInfo, UserInfo> applies) {
        boolean isLegacy() {
            return name.isEmpty();
        }

        String verb() {
            return isLegacy() ? "impersonate" : "impersonate:" + name;
        }
    }

    private static final List<Mode> MODES =
            List.of(
                    new Mode("associated-node", Impersonation::isOwnNode),
                    new Mode(
                            "arbitrary-node",
                            (wanted, _) ->
                                    isNameOnly(wanted)
                                            && ServiceAccountNames.node(wanted.name()).isPresent()),
                    new Mode(
                            "serviceaccount",
                            (wanted, _) ->
                                    isNameOnly(wanted)
                                            && ServiceAccountNames.account(wanted.name())
                                                    .isPresent()),
                    new Mode(
                            "user-info",
                            (wanted, _) ->
                                    ServiceAccountNames.node(wanted.name()).isEmpty()
                                            && ServiceAccountNames.account(wanted.name())
                                                    .isEmpty()),
                    new Mode("", (_, _) -> true));

    private final Authorizer authorizer;
    private final Map<String, Mode> lastUsed = new ConcurrentHashMap<>();

    public Impersonation(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    /// The user that a request is to be judged as.
    ///
    /// @param request what is asked, by the authenticated user
    /// @return empty when the headers ask for no impersonation
    /// @throws ApiException when the user may not
    public Optional<UserInfo> impersonated(Headers headers, Attributes request) {
        Optional<UserInfo> wanted = ImpersonationHeaders.wanted(headers);
        return wanted.map(user -> check(user, request));
    }

    /// Whether a header belongs to impersonation, and must not reach what comes after it.
    public static boolean isImpersonationHeader(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith("impersonate-");
    }

    private UserInfo check(UserInfo wanted, Attributes request) {
        ApiException first = null;
        for (Mode mode : inOrderFor(request.user())) {
            if (!mode.applies().test(wanted, request.user())) {
                continue;
            }
            try {
                UserInfo user = check(mode, wanted, request);
                remember(request.user().name(), mode);
                return user;
            } catch (ApiException refused) {
                first = first == null ? refused : first;
            }
        }
        throw first == null
                ? new ApiException(Failure.internal("all impersonation modes failed"))
                : first;
    }

    private List<Mode> inOrderFor(UserInfo requestor) {
        Mode last = lastUsed.get(requestor.name());
        if (last == null) {
            return MODES;
        }
        List<Mode> order = new ArrayList<>(MODES);
        order.remove(last);
        order.addFirst(last);
        return order;
    }

    private void remember(String requestor, Mode mode) {
        if (lastUsed.size() < REMEMBERED_USERS_MAX) {
            lastUsed.put(requestor, mode);
        } else {
            lastUsed.replace(requestor, mode);
        }
    }

    private UserInfo check(Mode mode, UserInfo wanted, Attributes request) {
        if (!mode.isLegacy()) {
            require(request.withVerb("impersonate-on:" + mode.name() + ":" + request.verb()), mode);
        }
        List<String> groups = requireName(mode, wanted, request.user());
        if (!wanted.uid().isEmpty()) {
            require(ask(mode, request.user(), AUTHENTICATION, "uids", wanted.uid()), mode);
        }
        requireGroups(mode, wanted.groups(), request.user());
        requireExtra(mode, wanted.extra(), request.user());
        return wanted.withGroups(withStanding(wanted.name(), groups));
    }

    /// @return the groups that the user will have
    private List<String> requireName(Mode mode, UserInfo wanted, UserInfo requestor) {
        String group = mode.isLegacy() ? "" : AUTHENTICATION;
        Attributes question = ask(mode, requestor, group, "users", wanted.name());
        List<String> groups = wanted.groups();
        Optional<String> node = ServiceAccountNames.node(wanted.name());
        if (!mode.isLegacy() && node.isPresent()) {
            question = ask(mode, requestor, group, "nodes", node.get());
            groups = List.of("system:nodes");
        }
        Optional<ServiceAccountNames.Account> account = ServiceAccountNames.account(wanted.name());
        if (account.isPresent()) {
            question =
                    ask(mode, requestor, group, "serviceaccounts", account.get().name())
                            .in(account.get().namespace());
            if (groups.isEmpty()) {
                groups = ServiceAccountNames.groups(account.get().namespace());
            }
        }
        require(question, mode);
        return groups;
    }

    private void requireGroups(Mode mode, List<String> groups, UserInfo requestor) {
        if (groups.isEmpty()) {
            return;
        }
        Attributes question =
                ask(mode, requestor, mode.isLegacy() ? "" : AUTHENTICATION, "groups", "");
        if (!mode.isLegacy()) {
            if (groups.contains("")) {
                throw refusal(question, "impersonating the empty string group is not allowed");
            }
            if (groups.contains(UserInfo.MASTERS)) {
                throw refusal(
                        question.withName(UserInfo.MASTERS),
                        "impersonating the system:masters group is not allowed");
            }
            if (groups.size() >= MANY && isAllowed(question.withName("*"))) {
                return;
            }
        }
        groups.forEach(group -> require(question.withName(group), mode));
    }

    private void requireExtra(Mode mode, Map<String, List<String>> extra, UserInfo requestor) {
        if (extra.isEmpty()) {
            return;
        }
        Attributes question = ask(mode, requestor, AUTHENTICATION, "userextras", "");
        if (!mode.isLegacy()) {
            checkExtra(question, extra);
            int values = extra.values().stream().mapToInt(List::size).sum();
            if ((extra.size() >= MANY || values >= MANY)
                    && isAllowed(question.withSubresource("*").withName("*"))) {
                return;
            }
        }
        extra.forEach((key, values) ->
                values.forEach(
                        value -> require(question.withSubresource(key).withName(value), mode)));
    }

    private static void checkExtra(Attributes question, Map<String, List<String>> extra) {
        extra.forEach((key, values) -> {
            if (key.isEmpty()) {
                throw refusal(
                        question, "impersonating the empty string key in extra is not allowed");
            }
            if (values.contains("")) {
                throw refusal(
                        question, "impersonating the empty string value in extra is not allowed");
            }
        });
    }

    /// Everybody is either known or unknown; who asks for neither is known.
    private static List<String> withStanding(String name, List<String> groups) {
        String standing =
                name.equals(UserInfo.ANONYMOUS) ? UserInfo.UNAUTHENTICATED : UserInfo.AUTHENTICATED;
        if (groups.contains(standing) || groups.contains(UserInfo.UNAUTHENTICATED)) {
            return groups;
        }
        List<String> more = new ArrayList<>(groups);
        more.add(standing);
        return more;
    }

    private static Attributes ask(
            Mode mode, UserInfo requestor, String group, String resource, String name) {
        return Attributes.resource(requestor, mode.verb(), group, resource)
                .withVersion("v1")
                .withName(name);
    }

    private void require(Attributes question, Mode mode) {
        Attributes asked =
                mode.name().equals("associated-node") ? ofAssociatedNode(question) : question;
        Decision decision = authorizer.authorize(asked);
        if (!decision.isAllowed()) {
            throw refusal(asked, decision.reason());
        }
    }

    private boolean isAllowed(Attributes question) {
        return authorizer.authorize(question).isAllowed();
    }

    private static ApiException refusal(Attributes question, String why) {
        return new ApiException(Forbidden.failure(question, why));
    }

    /// The right to be one's own node is the same on all nodes, so it is asked for without naming one.
    private static Attributes ofAssociatedNode(Attributes question) {
        UserInfo user = question.user();
        Map<String, List<String>> extra = new LinkedHashMap<>();
        extra.put(
                "authentication.kubernetes.io/associated-node-keys",
                user.extra().keySet().stream().sorted().toList());
        Attributes asked =
                question.withUser(new UserInfo(user.name(), user.uid(), user.groups(), extra));
        return asked.verb().equals("impersonate:associated-node") ? asked.withName("*") : asked;
    }

    private static boolean isNameOnly(UserInfo user) {
        return user.uid().isEmpty() && user.groups().isEmpty() && user.extra().isEmpty();
    }

    private static boolean isOwnNode(UserInfo wanted, UserInfo requestor) {
        return isNameOnly(wanted)
                && ServiceAccountNames.account(requestor.name()).isPresent()
                && ServiceAccountNames.node(wanted.name())
                        .map(List::of)
                        .filter(
                                requestor
                                                .extra()
                                                .getOrDefault(
                                                        "authentication.kubernetes.io/node-name",
                                                        List.of())
                                        ::equals)
                        .isPresent();
    }
}
