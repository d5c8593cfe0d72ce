package io.djong.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.Service;
import io.djong.client.Patch;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ContainerConfigTest extends NodeTest {

    @BeforeAll
    void createObjects() {
        node.client.create(
                new ConfigMap(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "ConfigMap")
                                .with("metadata", meta("settings"))
                                .with("data", Fields.of("color", "green").with("size", "large"))));
        node.client.create(
                new Secret(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "Secret")
                                .with("metadata", meta("hidden"))
                                .with("data", Fields.of("password", base64("tiger")))));
        node.client.create(
                new Service(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "Service")
                                .with("metadata", meta("my-db"))
                                .with(
                                        "spec",
                                        Fields.of("clusterIP", "10.96.0.77")
                                                .with(
                                                        "ports",
                                                        List.of(
                                                                Fields.of("port", 5432L)
                                                                        .with("protocol", "TCP")
                                                                        .with("name", "pg"))))));
    }

    private static Fields meta(String name) {
        return Fields.of("name", name).with("namespace", "default");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private String outputOf(String name, String spec) {
        create(TestPods.pod(name, "restartPolicy: Never\n" + spec));
        awaitPod(name, NodeTest::isOver);
        return log(name);
    }

    @Test
    void givesContainersTheirEnvironment() {
        String printed =
                outputOf(
                        "env",
                        """
                        containers:
                        - name: main
                          command: ["sh", "-c", "env; echo arg $0", "$(GREETING)"]
                          envFrom: [{configMapRef: {name: settings}, prefix: CFG_}, {secretRef: {name: missing, optional: true}}]
                          env:
                          - {name: NAME, value: world}
                          - {name: GREETING, value: "hello $(NAME) $(UNKNOWN) $$(NAME)"}
                          - {name: COLOR, valueFrom: {configMapKeyRef: {name: settings, key: color}}}
                          - {name: PASSWORD, valueFrom: {secretKeyRef: {name: hidden, key: password}}}
                          - {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                          - {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}
                          - {name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                          - {name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}
                          - {name: CPU, valueFrom: {resourceFieldRef: {resource: requests.cpu, divisor: 1m}}}
                          resources: {limits: {memory: 64Mi}, requests: {cpu: 250m}}
                        """);

        assertThat(printed.lines())
                .contains(
                        "GREETING=hello world $(UNKNOWN) $(NAME)",
                        "arg hello world $(UNKNOWN) $(NAME)",
                        "COLOR=green",
                        "PASSWORD=tiger",
                        "CFG_size=large",
                        "POD=env",
                        "NODE=test-node",
                        "LIMIT=64",
                        "CPU=250",
                        "HOSTNAME=env",
                        "MY_DB_SERVICE_HOST=10.96.0.77",
                        "MY_DB_SERVICE_PORT_PG=5432",
                        "MY_DB_PORT_5432_TCP=tcp://10.96.0.77:5432")
                .anyMatch(line -> line.startsWith("IP=10.214.0."));
    }

    @Test
    void waitsForAnObjectThatIsMissing() {
        create(
                TestPods.pod(
                        "missing",
                        """
                        restartPolicy: Never
                        containers:
                        - name: main
                          command: ["sh", "-c", "echo $VALUE"]
                          env: [{name: VALUE, valueFrom: {configMapKeyRef: {name: later, key: x}}}]
                        """));

        Pod pod = awaitPod("missing", one -> waiting(one).equals("CreateContainerConfigError"));
        assertThat(waitingMessage(pod)).isEqualTo("configmap \"later\" not found");
        awaitEvent("missing", "Failed: Error: configmap \"later\" not found");

        node.client.create(
                new ConfigMap(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "ConfigMap")
                                .with("metadata", meta("later"))
                                .with("data", Fields.of("x", "came"))));

        awaitPod("missing", NodeTest::isOver);
        assertThat(log("missing")).isEqualTo("came\n");
    }

    @Test
    void keepsToTheSecurityContext() {
        String printed =
                outputOf(
                        "secure",
                        """
                        securityContext: {runAsUser: 1000, runAsGroup: 2000, fsGroup: 3000, supplementalGroups: [4000]}
                        volumes: [{name: data, emptyDir: {}}]
                        containers:
                        - name: main
                          command: ["sh", "-c", "id -u; id -g; id -G; touch /x || echo read-only; touch /data/y && stat -c %g /data/y; grep NoNewPrivs /proc/self/status; grep CapEff /proc/self/status"]
                          securityContext: {readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}
                          volumeMounts: [{name: data, mountPath: /data}]
                        """);

        assertThat(printed)
                .contains("1000\n2000\n")
                .contains("3000")
                .contains("4000")
                .contains("read-only")
                .contains("NoNewPrivs:\t1")
                .contains("CapEff:\t0000000000000000");
    }

    @Test
    void refusesRootWhereRootIsRefused() {
        create(
                TestPods.pod(
                        "nonroot",
                        """
                        containers:
                        - name: main
                          command: ["true"]
                          securityContext: {runAsNonRoot: true}
                        """));

        Pod pod = awaitPod("nonroot", one -> waiting(one).equals("CreateContainerConfigError"));

        assertThat(waitingMessage(pod))
                .isEqualTo(
                        "container has runAsNonRoot and image will run as root (pod: \"nonroot_default(%s)\", container: main)"
                                .formatted(pod.uid()));
        deleteAndAwait("nonroot");
    }

    @Test
    void leavesOutCapabilitiesThatTheMachineCannotGive() {
        String printed =
                outputOf(
                        "caps",
                        """
                        containers:
                        - name: main
                          command: ["sh", "-c", "echo fine"]
                          securityContext: {capabilities: {add: [SYS_RESOURCE, NET_ADMIN]}}
                        """);

        assertThat(printed).isEqualTo("fine\n");
    }

    @Test
    void privilegedContainersSeeDevices() {
        assertThat(
                        outputOf(
                                        "privileged",
                                        """
                                        containers:
                                        - name: main
                                          command: ["sh", "-c", "ls /dev | wc -l"]
                                          securityContext: {privileged: true}
                                        """)
                                .strip())
                .satisfies(count -> assertThat(Integer.parseInt(count)).isGreaterThan(30));
    }

    @Test
    void writesHostsAndResolverFiles() {
        String printed =
                outputOf(
                        "named",
                        """
                        hostname: me
                        subdomain: us
                        hostAliases: [{ip: 1.2.3.4, hostnames: [foo.local, bar.local]}]
                        dnsConfig: {options: [{name: edns0}], searches: [more.example]}
                        containers:
                        - name: main
                          command: ["sh", "-c", "hostname; cat /etc/hosts /etc/resolv.conf"]
                        """);
        Pod pod = get("named");

        assertThat(printed)
                .startsWith("me\n# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
                .contains(
                        pod.status().podIP() + "\tme.us.default.svc.cluster.local\tme\n",
                        "\n# Entries added by HostAliases.\n1.2.3.4\tfoo.local\tbar.local\n",
                        "search default.svc.cluster.local svc.cluster.local cluster.local more.example\n",
                        "nameserver 10.96.0.10\n",
                        "options ndots:5 edns0\n");
    }

    @Test
    void usesTheHostsNetworkWhenAsked() throws Exception {
        String printed =
                outputOf(
                        "hostnet",
                        """
                        hostNetwork: true
                        dnsPolicy: Default
                        containers:
                        - name: main
                          command: ["sh", "-c", "hostname; cat /etc/hosts"]
                        """);

        assertThat(printed).contains("# Kubernetes-managed hosts file (host network).");
        assertThat(get("hostnet").status().podIP()).isEqualTo(TestNode.ADDRESS);
    }

    @Test
    void containersOfAPodMaySeeEachOthersProcesses() {
        String printed =
                outputOf(
                        "shared",
                        """
                        shareProcessNamespace: true
                        containers:
                        - name: main
                          command: ["sh", "-c", "sleep 0.5; ps"]
                        - name: other
                          command: ["sleep", "2"]
                        """);

        assertThat(printed).contains("sleep 2");
    }

    @Test
    void mountsPartsOfVolumes() {
        String printed =
                outputOf(
                        "parts",
                        """
                        volumes: [{name: cfg, configMap: {name: settings}}, {name: data, emptyDir: {}}]
                        containers:
                        - name: main
                          command: ["sh", "-c", "cat /one; echo; ls /data; touch /data/f; ls -a /all"]
                          env: [{name: WHO, value: sub}]
                          volumeMounts:
                          - {name: cfg, mountPath: /one, subPath: color, readOnly: true}
                          - {name: data, mountPath: /data, subPathExpr: $(WHO)/dir}
                          - {name: data, mountPath: /all}
                        """);

        assertThat(printed).startsWith("green\n").contains("sub");
    }

    @Test
    void limitsWhatIsUsed() {
        String printed =
                outputOf(
                        "limited",
                        """
                        containers:
                        - name: main
                          command: ["sh", "-c", "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null; cat /sys/fs/cgroup/cpu/cpu.cfs_quota_us /sys/fs/cgroup/cpu/cpu.shares /sys/fs/cgroup/cpu.max 2>/dev/null"]
                          resources: {limits: {memory: 64Mi, cpu: 500m}, requests: {memory: 64Mi, cpu: 500m}}
                        """);

        assertThat(printed).contains("67108864").contains("50000");
        assertThat(get("limited").status().qosClass()).isEqualTo("Guaranteed");
        assertThat(main(get("limited")).allocatedResources()).containsKey("memory");
    }

    @Test
    void volumesFollowTheirObjects() {
        node.client.create(
                new ConfigMap(
                        Fields.of("apiVersion", "v1")
                                .with("kind", "ConfigMap")
                                .with("metadata", meta("live"))
                                .with("data", Fields.of("key", "old"))));
        create(
                TestPods.pod(
                        "live",
                        """
                        terminationGracePeriodSeconds: 1
                        volumes:
                        - {name: cfg, configMap: {name: live}}
                        - {name: hidden, secret: {secretName: hidden, defaultMode: 0400}}
                        - name: all
                          projected:
                            sources:
                            - serviceAccountToken: {path: token, expirationSeconds: 3600}
                            - configMap: {name: live, items: [{key: key, path: nested/key}]}
                            - downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.name}}]}
                        - {name: memory, emptyDir: {medium: Memory, sizeLimit: 8Mi}}
                        containers:
                        - name: main
                          command: ["sh", "-c", "trap 'exit 0' TERM; while true; do sleep 0.1; done"]
                          volumeMounts:
                          - {name: cfg, mountPath: /cfg}
                          - {name: hidden, mountPath: /hidden}
                          - {name: all, mountPath: /all}
                          - {name: memory, mountPath: /memory}
                        """));
        Pod pod = awaitPod("live", NodeTest::isReady);

        assertThat(exec(pod, "cat", "/cfg/key")).isEqualTo("old");
        assertThat(exec(pod, "stat", "-L", "-c", "%a", "/hidden/password")).isEqualTo("400\n");
        assertThat(exec(pod, "cat", "/all/token")).startsWith("token-of-");
        assertThat(exec(pod, "cat", "/all/nested/key")).isEqualTo("old");
        assertThat(exec(pod, "cat", "/all/labels")).isEqualTo("live");
        assertThat(exec(pod, "mount")).containsPattern("tmpfs on /memory type tmpfs .*size=8192k");

        node.client.patch(
                ConfigMap.KIND,
                key("live"),
                new Patch.Merge(Fields.of("data", Fields.of("key", "new"))));

        await().atMost(SOON).until(() -> exec(pod, "cat", "/cfg/key").equals("new"));
        assertThat(exec(pod, "cat", "/all/nested/key")).isEqualTo("new");
        deleteAndAwait("live");
    }

    @Test
    void saysWhyAVolumeCannotBeMounted() {
        create(
                TestPods.pod(
                        "nomount",
                        """
                        volumes: [{name: cfg, configMap: {name: nowhere}}, {name: host, hostPath: {path: /no/such, type: Directory}}]
                        containers:
                        - name: main
                          command: ["true"]
                          volumeMounts: [{name: cfg, mountPath: /cfg}]
                        """));

        awaitEvent(
                "nomount",
                "FailedMount: MountVolume.SetUp failed for volume \"cfg\" : configmap \"nowhere\" not found");
        assertThat(waiting(get("nomount"))).isEqualTo("ContainerCreating");
        deleteAndAwait("nomount");
    }

    @Test
    void saysThatUserNamespacesAreMissingInsteadOfRunningAsRoot() {
        create(
                TestPods.pod(
                        "userns",
                        """
                        hostUsers: false
                        containers:
                        - name: main
                          command: ["true"]
                        """));

        awaitEvent(
                "userns",
                "FailedCreatePodSandBox: Failed to create pod sandbox: can't set `hostUsers: false`, runtime does not support user namespaces");
        deleteAndAwait("userns");
    }

    @Test
    void refusesUnsafeSysctls() {
        create(
                TestPods.pod(
                        "sysctl",
                        """
                        securityContext: {sysctls: [{name: kernel.msgmax, value: "65536"}]}
                        containers:
                        - name: main
                          command: ["true"]
                        """));

        Pod pod = awaitPod("sysctl", NodeTest::isOver);

        assertThat(pod.status().reason()).isEqualTo("SysctlForbidden");
        assertThat(pod.status().message())
                .isEqualTo("Pod was rejected: forbidden sysctl: \"kernel.msgmax\" not allowlisted");
    }

    @Test
    void setsSafeSysctls() {
        assertThat(
                        outputOf(
                                "safesysctl",
                                """
                                securityContext: {sysctls: [{name: net.ipv4.ip_local_port_range, value: "40000 50000"}]}
                                containers:
                                - name: main
                                  command: ["cat", "/proc/sys/net/ipv4/ip_local_port_range"]
                                """))
                .isEqualTo("40000\t50000\n");
    }
}
