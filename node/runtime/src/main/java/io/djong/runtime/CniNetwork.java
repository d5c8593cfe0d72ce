package io.djong.runtime;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The pods' network on one node, as the standard plug-ins are told: a bridge, addresses by host-local, host ports if wanted.
///
/// Pods are not masqueraded here: whoever routes between nodes decides that.
///
/// @param name names plug-ins' caches machine-wide, so it has to differ between clusters on one machine
/// @param bridge the interface's name, at most 15 bytes
/// @param subnets one address range a family, the primary one first
/// @param mtu what the path between nodes can carry
/// @param hostPorts whether the portmap plug-in serves host ports; it runs iptables for each pod that ends, with
///     ports or without, which takes longer than all the rest, so a node whose proxy serves them leaves it out
/// @param addresses where host-local writes down who has which address
/// @spec https://www.cni.dev/docs/spec/ Container Network Interface
public record CniNetwork(
        String name,
        String bridge,
        List<String> subnets,
        int mtu,
        boolean hostPorts,
        Path addresses) {

    /// Sorts before what network add-ons install, so that theirs do not take over by accident.
    private static final String FILE = "10-djong.conflist";

    /// The newest version that the plug-ins of Debian 12 speak.
    private static final String VERSION = "1.0.0";

    private static final JsonFactory JSON = new JsonFactory();

    /// Writes the configuration, in place because containerd does not notice a rename.
    public void writeTo(Path directory) throws IOException {
        Files.writeString(directory.resolve(FILE), json());
    }

    String json() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("cniVersion", VERSION);
            json.writeStringProperty("name", name);
            json.writeArrayPropertyStart("plugins");
            bridge(json);
            if (hostPorts) {
                portmap(json);
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private void bridge(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", "bridge");
        json.writeStringProperty("bridge", bridge);
        json.writeBooleanProperty("isGateway", true);
        json.writeBooleanProperty("ipMasq", false);
        json.writeBooleanProperty("hairpinMode", true);
        json.writeNumberProperty("mtu", mtu);
        json.writeObjectPropertyStart("ipam");
        json.writeStringProperty("type", "host-local");
        json.writeStringProperty("dataDir", addresses.toString());
        json.writeArrayPropertyStart("ranges");
        for (String subnet : subnets) {
            json.writeStartArray();
            json.writeStartObject();
            json.writeStringProperty("subnet", subnet);
            json.writeEndObject();
            json.writeEndArray();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("routes");
        for (String subnet : subnets) {
            json.writeStartObject();
            json.writeStringProperty("dst", subnet.indexOf(':') >= 0 ? "::/0" : "0.0.0.0/0");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void portmap(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("type", "portmap");
        json.writeObjectPropertyStart("capabilities");
        json.writeBooleanProperty("portMappings", true);
        json.writeEndObject();
        json.writeEndObject();
    }
}
