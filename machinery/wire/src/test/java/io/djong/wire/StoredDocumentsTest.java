package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Every object that upstream stored for the record, in its own bytes.
class StoredDocumentsTest {

    /// Upstream stores embedded JSON with the blanks that its client sent.
    private static final Set<String> KEEPS_RAW_BYTES =
            Set.of("ControllerRevision", "DeviceClass", "ResourceClaim", "ResourceClaimTemplate");

    private static final Pattern EMBEDDED_CLAIM =
            Pattern.compile(
                    "(?<=[\\[,])\\{\"kind\":\"PersistentVolumeClaim\",\"apiVersion\":\"v1\",");

    private final Schema schema = Schema.kubernetes();

    private List<Fields> stored() {
        var oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        List<Fields> stored = Oracle.stored(Objects.requireNonNull(oracle));
        assertThat(stored).hasSizeGreaterThan(100);
        return stored;
    }

    private StructType typeOf(Fields document) {
        KindFacts kind =
                Objects.requireNonNull(
                        schema.kind(
                                GroupVersion.parse(document.string("apiVersion")),
                                document.string("kind")),
                        document.string("kind"));
        return schema.type(kind.typeName());
    }

    @Test
    void jsonComesBackAsItWas() {
        List<String> different = new ArrayList<>();
        for (Fields line : stored()) {
            String json = line.string("json").strip();
            Fields raw = Json.parseObject(json.getBytes(StandardCharsets.UTF_8));

            Decoded decoded = DocumentDecoder.decode(typeOf(raw), raw);

            assertThat(decoded.complaints()).as(json).isEmpty();
            String again = Json.text(decoded.tree());
            if (!again.equals(json)) {
                different.add(firstDifference(json, again));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void protobufIsEncodedByteForByte() {
        List<String> different = new ArrayList<>();
        for (Fields line : stored()) {
            byte[] envelope = Base64.getDecoder().decode(line.string("protobuf"));
            String json = line.string("json").strip();
            Fields tree =
                    DocumentDecoder.decode(
                                    typeOf(Json.parseObject(bytes(json))), Json.parse(bytes(json)))
                            .tree();
            if (wasChangedBetween(tree, envelope)
                    || KEEPS_RAW_BYTES.contains(tree.string("kind"))) {
                continue;
            }

            byte[] ours = Protobuf.encodeEnvelope(typeOf(tree), tree);

            if (!Arrays.equals(envelope, ours)) {
                int at = Arrays.mismatch(envelope, ours);
                different.add(
                        json.substring(0, 40)
                                + " at "
                                + at
                                + ": "
                                + around(envelope, at)
                                + " ours "
                                + around(ours, at));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    void protobufDecodesToTheSameTree() {
        List<String> different = new ArrayList<>();
        for (Fields line : stored()) {
            byte[] envelope = Base64.getDecoder().decode(line.string("protobuf"));
            String json = line.string("json").strip();

            Fields raw = Json.parseObject(bytes(json));
            if (wasChangedBetween(raw, envelope)) {
                continue;
            }

            Fields tree = Protobuf.decodeEnvelope(typeOf(raw), envelope);

            // Upstream's conversion adds the type of these embedded objects, which protobuf does
            // not carry.
            json = EMBEDDED_CLAIM.matcher(json).replaceAll("{");
            String again = Json.text(tree);
            if (!again.equals(json)) {
                different.add(firstDifference(json, again));
            }
        }
        assertThat(different).isEmpty();
    }

    /// A controller may have written between the two reads.
    private boolean wasChangedBetween(Fields tree, byte[] envelope) {
        Fields other = Protobuf.decodeEnvelope(typeOf(tree), envelope);
        return !other.fields("metadata")
                .string("resourceVersion")
                .equals(tree.fields("metadata").string("resourceVersion"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String around(byte[] bytes, int at) {
        int from = Math.max(0, at - 20);
        int to = Math.min(bytes.length, at + 20);
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                        .replaceAll("[^ -~]", "?")
                + " "
                + HexFormat.of()
                        .formatHex(bytes, Math.max(0, at - 6), Math.min(bytes.length, at + 12));
    }

    private static String firstDifference(String one, String two) {
        int at = 0;
        while (at < Math.min(one.length(), two.length()) && one.charAt(at) == two.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 60);
        return one.substring(0, Math.min(40, one.length()))
                + "\n  upstream "
                + one.substring(from, Math.min(one.length(), at + 80))
                + "\n  ours     "
                + two.substring(from, Math.min(two.length(), at + 80))
                + "\n";
    }
}
