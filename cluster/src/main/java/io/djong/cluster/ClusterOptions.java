package io.djong.cluster;

import io.djong.admission.AdmissionSettings;
import io.djong.apiserver.catalog.ServedApis;
import io.djong.cli.DataDirectory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// The options of `up` and `server`; a config file has the same keys without the dashes.
final class ClusterOptions {

    /// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ Object names
    private static final Pattern HOST_AND_PORT = Pattern.compile("\\S+:[0-9]{1,5}");

    private static final Pattern SUBDOMAIN =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");

    @Mixin DataDirectory data = new DataDirectory();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "a YAML file with the same keys as these options")
    @Nullable Path config;

    @Option(
            names = "--bind-address",
            paramLabel = "ADDRESS",
            description = "where the API server listens (default: 0.0.0.0)")
    String bindAddress = "0.0.0.0";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "the API server's port (default: 6443)")
    String port = "6443";

    @Option(
            names = "--node-name",
            paramLabel = "NAME",
            description = "the node's name (default: this machine's)")
    String nodeName = "";

    @Option(
            names = "--pod-cidr",
            paramLabel = "CIDR",
            description =
                    "the pods' addresses (default: the first free of 10.244.0.0/16, 10.245.0.0/16 ...)")
    String podCidr = "";

    @Option(
            names = "--service-cidr",
            paramLabel = "CIDR",
            description =
                    "the services' addresses (default: the first free of 10.96.0.0/16, 10.97.0.0/16 ...)")
    String serviceCidr = "";

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            description = "the domain of service names (default: cluster.local)")
    String clusterDomain = "cluster.local";

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description =
                    "the file that gets a context 'djong' (default: $KUBECONFIG or ~/.kube/config)")
    @Nullable Path kubeconfig;

    @Option(
            names = "--no-node",
            description = "runs the control plane alone: needs neither root nor Linux")
    boolean noNode;

    @Option(
            names = "--without",
            paramLabel = "PART",
            split = ",",
            description = "leaves parts out: controllers, scheduler, kubelet, proxy, dns")
    List<String> without = new ArrayList<>();

    @Option(
            names = "--token-auth-file",
            paramLabel = "FILE",
            description = "a CSV file of static tokens: token,user,uid,\"group1,group2\"")
    @Nullable Path tokenAuthFile;

    @Mixin ApiOptions apis = new ApiOptions();

    @Mixin AdmissionOptions admission = new AdmissionOptions();

    @Mixin AuthenticationOptions authentication = new AuthenticationOptions();

    @Mixin AuthorizationOptions authorization = new AuthorizationOptions();

    @Mixin SafetyOptions safety = new SafetyOptions();

    @Option(
            names = "--etcd-listen",
            paramLabel = "HOST:PORT",
            description =
                    "serves etcd's API in front of the store, to clients with an administrator's certificate (default: does not)")
    String etcdListen = "";

    @Option(
            names = {"-v", "--verbose"},
            description = "logs more")
    boolean verbose;

    /// Kept rather than refused at once, so that all errors are told together.
    final List<String> unknown = new ArrayList<>();

    /// @throws ConfigException with every error that was found
    ClusterConfig toConfig() {
        List<String> errors = new ArrayList<>();
        for (String word : unknown) {
            errors.add(word + ": no such option; --help lists them");
        }
        int portNumber = portNumber(errors);
        String name = nodeName.isEmpty() ? hostname(errors) : nodeName;
        if (name.length() > 63 || !SUBDOMAIN.matcher(name).matches()) {
            errors.add(
                    "--node-name: '"
                            + name
                            + "': must be lower-case letters, digits, '-' and '.', at most 63 of them");
        }
        if (!SUBDOMAIN.matcher(clusterDomain).matches()) {
            errors.add(
                    "--cluster-domain: '"
                            + clusterDomain
                            + "': must be a DNS name such as cluster.local");
        }
        checkCidrs(errors);
        if (!etcdListen.isEmpty() && !HOST_AND_PORT.matcher(etcdListen).matches()) {
            errors.add("--etcd-listen: '" + etcdListen + "': must be such as 127.0.0.1:2379");
        }
        Set<Part> parts = EnumSet.noneOf(Part.class);
        for (String text : without) {
            Part.of(text.strip())
                    .ifPresentOrElse(
                            parts::add,
                            () ->
                                    errors.add(
                                            "--without: '"
                                                    + text
                                                    + "': must be among controllers, scheduler, kubelet, proxy, dns"));
        }
        AdmissionSettings plugins = admission.toSettings(errors);
        SecuritySettings security =
                new SecuritySettings(
                        authentication.issuers,
                        authentication.audiences,
                        authentication.toSettings(errors),
                        authorization.toSettings(errors));
        ServedApis served = apis.toServed(errors);
        SafetyConfig guards = safety.toConfig(errors);
        if (!errors.isEmpty()) {
            throw new ConfigException(errors);
        }
        return new ClusterConfig(
                data.path(),
                bindAddress,
                portNumber,
                name,
                podCidr,
                serviceCidr,
                clusterDomain,
                kubeconfigPath(),
                !noNode,
                parts,
                tokenAuthFile == null ? Path.of("") : here(tokenAuthFile),
                etcdListen,
                plugins,
                security,
                served,
                guards,
                verbose);
    }

    private int portNumber(List<String> errors) {
        try {
            int number = Integer.parseInt(port);
            if (number >= 1 && number <= 65535) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Told below, as any other port that cannot be.
        }
        errors.add("--port: '" + port + "': must be a number between 1 and 65535");
        return 0;
    }

    private void checkCidrs(List<String> errors) {
        Cidr pods = checkCidr("--pod-cidr", podCidr, 24, errors);
        Cidr services = checkCidr("--service-cidr", serviceCidr, 28, errors);
        if (pods != null && services != null && pods.overlaps(services)) {
            errors.add("--service-cidr: " + services + ": must not overlap --pod-cidr " + pods);
        }
    }

    private static @Nullable Cidr checkCidr(
            String option, String text, int bitsMax, List<String> errors) {
        if (text.isEmpty()) {
            return null;
        }
        try {
            Cidr cidr = Cidr.parse(text);
            if (cidr.bits() > bitsMax) {
                errors.add(option + ": " + text + ": must be a /" + bitsMax + " or larger");
            }
            return cidr;
        } catch (IllegalArgumentException malformed) {
            errors.add(option + ": '" + text + "': " + malformed.getMessage());
            return null;
        }
    }

    private static String hostname(List<String> errors) {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            errors.add(
                    "--node-name: this machine's own name is unknown ("
                            + nameless.getMessage()
                            + "): give one");
            return "node";
        }
    }

    private Path kubeconfigPath() {
        if (kubeconfig != null) {
            return here(kubeconfig);
        }
        String variable = System.getenv("KUBECONFIG");
        if (variable != null && !variable.isEmpty()) {
            return here(Path.of(variable.split(":", -1)[0]));
        }
        return Path.of(System.getProperty("user.home"), ".kube", "config");
    }

    /// A relative path is meant from where the user stands.
    static Path here(Path path) {
        return Path.of(System.getProperty("djong.cwd", ""))
                .toAbsolutePath()
                .resolve(path)
                .normalize();
    }
}
