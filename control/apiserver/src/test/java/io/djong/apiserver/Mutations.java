package io.djong.apiserver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes documents that are almost right: bytes flipped, parts lost or repeated, and words that decoders stumble over.
final class Mutations {

    private static final int CHANGES_MAX = 6;
    private static final int PART_MAX = 64;
    private static final int NESTING = 20_000;

    private static final List<String> WORDS =
            List.of(
                    "null",
                    "{}",
                    "[]",
                    "\"\"",
                    "-1",
                    "0.1",
                    "1e999",
                    "9223372036854775808",
                    "-0",
                    "true",
                    "\"\\ud800\"",
                    "\"\\u0000\"",
                    "1Gi",
                    "\"2147483648\"",
                    "&a [*a, *a]",
                    "<<: *b",
                    "!!binary x",
                    "\t",
                    "---\n",
                    "\"$patch\":\"delete\",",
                    "\"$patch\":\"replace\",",
                    "\"$retainKeys\":[\"x\"],",
                    "\"$setElementOrder/containers\":[{\"name\":\"b\"}],",
                    "\"$deleteFromPrimitiveList/finalizers\":[\"x\"],",
                    "/-",
                    "/~2",
                    "/99999999999",
                    "/spec/containers/0",
                    "\"metadata\":{\"name\":null},",
                    "\"managedFields\":[{}],",
                    "\"f:x\":{}",
                    "k:{\\\"name\\\":1}",
                    "{".repeat(NESTING),
                    "[".repeat(NESTING),
                    "{\"a\":".repeat(NESTING));

    private final RandomGenerator random;

    Mutations(RandomGenerator random) {
        this.random = random;
    }

    byte[] of(byte[] document) {
        byte[] changed = document;
        int changes = 1 + random.nextInt(CHANGES_MAX);
        for (int i = 0; i < changes && changed.length > 0; i++) {
            changed = once(changed);
        }
        return changed;
    }

    private byte[] once(byte[] document) {
        int at = random.nextInt(document.length);
        int end = Math.min(document.length, at + 1 + random.nextInt(PART_MAX));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] flipped = document.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                yield flipped;
            }
            case 1 -> {
                byte[] drawn = document.clone();
                drawn[at] = (byte) random.nextInt();
                yield drawn;
            }
            case 2 -> joined(document, at, new byte[0], end);
            case 3 -> joined(document, end, java.util.Arrays.copyOfRange(document, at, end), end);
            case 4 -> joined(document, at, word(), at);
            default -> joined(document, at, word(), end);
        };
    }

    private byte[] word() {
        return WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] document, int start, byte[] middle, int end) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(document, 0, start);
        out.writeBytes(middle);
        out.write(document, end, document.length - end);
        return out.toByteArray();
    }
}
