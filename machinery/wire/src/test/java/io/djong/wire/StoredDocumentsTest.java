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
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Every object that upstream stored for the record, in its own bytes.
class StoredDocumentsTest {

    private final Schema schema = Schema.kubernetes();

    private List<Fields> stored() {
        var oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        return Oracle.stored(Objects.requireNonNull(oracle));
    }

    private StructType typeOf(Fields document) {
        KindFacts kind =
                Objects.requireNonNull(
                        schema.kind(GroupVersion.parse(document.string("apiVersion")), document.string("kind")),
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

    private static String firstDifference(String one, String two) {
        int at = 0;
        while (at < Math.min(one.length(), two.length()) && one.charAt(at) == two.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 60);
        return one.substring(0, Math.min(40, one.length()))
                + "\n  upstream " + one.substring(from, Math.min(one.length(), at + 80))
                + "\n  ours     " + two.substring(from, Math.min(two.length(), at + 80)) + "\n";
    }
}
