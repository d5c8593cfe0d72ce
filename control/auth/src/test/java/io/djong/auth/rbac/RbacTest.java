package io.djong.auth.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.ApiObject;
import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.ClusterRoleBinding;
import io.djong.api.rbac.v1.PolicyRule;
import io.djong.api.rbac.v1.Role;
import io.djong.api.rbac.v1.RoleBinding;
import io.djong.api.rbac.v1.RoleRef;
import io.djong.api.rbac.v1.Subject;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizers;
import io.djong.auth.Decision;
import io.djong.auth.TestLookup;
import io.djong.meta.ApiException;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RbacTest {

    private static final UserInfo ALICE = UserInfo.of("alice", UserInfo.AUTHENTICATED);

    private final TestLookup<Role> roles = new TestLookup<>();
    private final TestLookup<RoleBinding> bindings = new TestLookup<>();
    private final TestLookup<ClusterRole> clusterRoles = new TestLookup<>();
    private final TestLookup<ClusterRoleBinding> clusterBindings = new TestLookup<>();
    private final RbacAuthorizer rbac =
            new RbacAuthorizer(roles, bindings, clusterRoles, clusterBindings);
    private final EscalationCheck check = new EscalationCheck(rbac, rbac);

    @ParameterizedTest
    @CsvSource({
        "get,'',pods,log,false",
        "get,'',pods,'',false",
        "get,'',services,status,true",
        "get,apps,deployments,status,true",
        "list,apps,deployments,'',true",
        "get,apps,deployments,'',false",
        "get,apps,deployments,scale,false",
        "list,batch,jobs,'',false",
    })
    void starsMatchAsUpstream(
            String verb, String group, String resource, String subresource, boolean isAllowed) {
        role("r", rule("*", "", "pods/*"), rule("get", "*", "*/status"), rule("list", "apps", "*"));
        bind("b", "r", user("alice"));

        Decision decision =
                rbac.authorize(
                        Attributes.resource(ALICE, verb, group, resource)
                                .in("ns")
                                .withSubresource(subresource));

        assertThat(decision.isAllowed()).isEqualTo(isAllowed);
    }

    @Test
    void saysWhichBindingAllowed() {
        role("r", rule("get", "", "pods"));
        bind("b", "r", user("alice"));

        Decision decision = rbac.authorize(ask("get", "pods"));

        assertThat(decision)
                .isEqualTo(
                        Decision.allow(
                                "RBAC: allowed by RoleBinding \"b/ns\" of Role \"r\" to User \"alice\""));
    }

    @Test
    void saysWhichRoleIsMissing() {
        bind("b", "none", user("alice"));

        Decision decision = rbac.authorize(ask("get", "pods"));

        assertThat(decision)
                .isEqualTo(
                        Decision.noOpinion(
                                "RBAC: role.rbac.authorization.k8s.io \"none\" not found"));
    }

    @Test
    void serviceAccountsAreUsersOfTheirNamespace() {
        role("r", rule("get", "", "pods"));
        bind("b", "r", Subject.EMPTY.withKind("ServiceAccount").withName("robot"));

        UserInfo robot = UserInfo.of("system:serviceaccount:ns:robot");
        UserInfo stranger = UserInfo.of("system:serviceaccount:other:robot");

        assertThat(rbac.authorize(ask("get", "pods").withUser(robot)).isAllowed()).isTrue();
        assertThat(rbac.authorize(ask("get", "pods").withUser(stranger)).isAllowed()).isFalse();
    }

    @Test
    void listsWhatIsMissingForARole() {
        role("r", rule("get,list", "", "configmaps"));
        bind("b", "r", user("alice"));
        Role wanted =
                Role.KIND
                        .empty()
                        .withMetadata(new Role(Fields.EMPTY).metadata().withName("no2"))
                        .withRules(
                                List.of(
                                        rule("get,delete", "", "configmaps,pods"),
                                        rule("*", "*", "*")));

        assertThatThrownBy(() -> check.check(ALICE, "roles", "ns", wanted.fields(), null))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        """
                        roles.rbac.authorization.k8s.io "no2" is forbidden: user "alice" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
                        {APIGroups:[""], Resources:["configmaps"], Verbs:["delete"]}
                        {APIGroups:[""], Resources:["pods"], Verbs:["get" "delete"]}
                        {APIGroups:["*"], Resources:["*"], Verbs:["*"]}\
                        """);
    }

    @Test
    void bindLiftsTheCheckForTheNamedRoleOnly() {
        role("big", rule("*", "", "secrets"));
        role("big2", rule("*", "", "secrets"));
        role(
                "r",
                rule("bind", "rbac.authorization.k8s.io", "roles")
                        .withResourceNames(List.of("big")));
        bind("b", "r", user("alice"));

        assertThatCode(() -> check.check(ALICE, "rolebindings", "ns", binding("x1", "big"), null))
                .doesNotThrowAnyException();
        assertThatThrownBy(
                        () -> check.check(ALICE, "rolebindings", "ns", binding("x2", "big2"), null))
                .hasMessageEndingWith(
                        "not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"*\"]}");
        assertThatThrownBy(
                        () -> check.check(ALICE, "rolebindings", "ns", binding("x3", "none"), null))
                .hasMessage("rolebindings.rbac.authorization.k8s.io \"none\" not found");
    }

    @Test
    void aggregationNeedsEverything() {
        ClusterRole role =
                ClusterRole.KIND
                        .empty()
                        .withMetadata(new Role(Fields.EMPTY).metadata().withName("agg"))
                        .withAggregationRule(io.djong.api.rbac.v1.AggregationRule.EMPTY);

        assertThatThrownBy(() -> check.check(ALICE, "clusterroles", "", role.fields(), null))
                .hasMessage(
                        "clusterroles.rbac.authorization.k8s.io \"agg\" is forbidden: must have cluster-admin privileges to use the aggregationRule");
    }

    @Test
    void bootstrapPolicyLetsEachDoItsJob() {
        load();

        UserInfo scheduler = UserInfo.of("system:kube-scheduler", UserInfo.AUTHENTICATED);
        UserInfo nobody = UserInfo.of(UserInfo.ANONYMOUS, UserInfo.UNAUTHENTICATED);
        assertThat(
                        rbac.authorize(
                                        Attributes.resource(scheduler, "create", "", "pods")
                                                .in("ns")
                                                .withSubresource("binding"))
                                .isAllowed())
                .isTrue();
        assertThat(rbac.authorize(Attributes.path(nobody, "get", "/healthz")).isAllowed()).isTrue();
        assertThat(rbac.authorize(Attributes.path(nobody, "get", "/api")).isAllowed()).isFalse();
        assertThat(rbac.authorize(Attributes.path(ALICE, "get", "/api/v1")).isAllowed()).isTrue();
        assertThat(rbac.authorize(ask("get", "pods")).isAllowed()).isFalse();
        assertThat(
                        Authorizers.union(List.of(Authorizers.SYSTEM_MASTERS, rbac))
                                .authorize(
                                        ask("get", "pods")
                                                .withUser(UserInfo.of("x", UserInfo.MASTERS)))
                                .isAllowed())
                .isTrue();
    }

    @Test
    void aggregatedRolesGatherTheRulesOfOthersOnce() {
        List<ClusterRole> all = BootstrapPolicy.load().clusterRoles();
        ClusterRole view =
                all.stream().filter(role -> role.name().equals("view")).findFirst().orElseThrow();

        ClusterRole gathered = ClusterRoleAggregation.aggregate(view, all).orElseThrow();

        assertThat(gathered.rules())
                .isEqualTo(
                        all.stream()
                                .filter(role -> role.name().equals("system:aggregate-to-view"))
                                .findFirst()
                                .orElseThrow()
                                .rules());
        assertThat(ClusterRoleAggregation.aggregate(gathered, all)).isEmpty();
    }

    @Test
    void bootstrapPolicyIsComplete() {
        BootstrapPolicy.Objects policy = BootstrapPolicy.load();

        assertThat(policy.clusterRoles()).hasSize(69);
        assertThat(policy.roles()).hasSize(7);
        assertThat(policy.roleBindings()).hasSize(7);
        assertThat(policy.all())
                .allSatisfy(object ->
                        assertThat(object.labels())
                                .containsEntry("kubernetes.io/bootstrapping", "rbac-defaults"));
    }

    @Test
    void reconcilingAddsWhatIsMissingAndKeepsTheRest() {
        ClusterRole wanted =
                BootstrapPolicy.load().clusterRoles().stream()
                        .filter(role -> role.name().equals("system:basic-user"))
                        .findFirst()
                        .orElseThrow();
        PolicyRule own = rule("get", "", "pods");
        ClusterRole stored = wanted.withRules(List.of(own));

        assertThat(BootstrapPolicy.reconciled(wanted.fields(), wanted.fields())).isEmpty();
        assertThat(
                        new ClusterRole(
                                        BootstrapPolicy.reconciled(stored.fields(), wanted.fields())
                                                .orElseThrow())
                                .rules())
                .startsWith(own)
                .containsAll(wanted.rules());
    }

    private void load() {
        BootstrapPolicy.Objects policy = BootstrapPolicy.load();
        policy.clusterRoles().forEach(clusterRoles::put);
        policy.roles().forEach(roles::put);
        policy.clusterRoleBindings().forEach(clusterBindings::put);
        policy.roleBindings().forEach(bindings::put);
        rbac.changed();
    }

    private static Attributes ask(String verb, String resource) {
        return Attributes.resource(ALICE, verb, "", resource).in("ns");
    }

    private static PolicyRule rule(String verbs, String group, String resources) {
        return PolicyRule.EMPTY
                .withVerbs(List.of(verbs.split(",")))
                .withApiGroups(List.of(group))
                .withResources(List.of(resources.split(",")));
    }

    private void role(String name, PolicyRule... rules) {
        put(roles, Role.KIND.empty().withRules(List.of(rules)), name);
    }

    private void bind(String name, String role, Subject... subjects) {
        put(
                bindings,
                RoleBinding.KIND
                        .empty()
                        .withRoleRef(RoleRef.EMPTY.withKind("Role").withName(role))
                        .withSubjects(List.of(subjects)),
                name);
    }

    private <T extends ApiObject<T>> void put(TestLookup<T> lookup, T object, String name) {
        lookup.put(object.withMetadata(object.metadata().withName(name).withNamespace("ns")));
        rbac.changed();
    }

    private static Subject user(String name) {
        return Subject.EMPTY.withKind("User").withName(name);
    }

    private static Fields binding(String name, String role) {
        return RoleBinding.KIND
                .empty()
                .withMetadata(new Role(Fields.EMPTY).metadata().withName(name))
                .withRoleRef(RoleRef.EMPTY.withKind("Role").withName(role))
                .fields();
    }
}
