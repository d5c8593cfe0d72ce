package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.GnosticMessages.Member;
import io.djong.apiserver.openapi.GnosticMessages.Message;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Encodes parts of OpenAPI documents as [GnosticMessages] say. Immutable, for any thread.
final class GnosticEncoder {

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;

    private final GnosticMessages messages;

    GnosticEncoder(GnosticMessages messages) {
        this.messages = messages;
    }

    byte[] encode(String messageName, @Nullable Object value) {
        Message message = messages.find(messageName);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (message.choice()) {
            for (Member member : message.members()) {
                if (fits(member.key(), value)) {
                    put(out, member.number(), member.type(), value);
                    break;
                }
            }
        } else if (value instanceof Fields fields) {
            fields.forEach((key, one) -> putMember(out, message, key, one));
        }
        return out.toByteArray();
    }

    private void putMember(
            ByteArrayOutputStream out, Message message, String key, @Nullable Object value) {
        Member member = message.member(key.startsWith("x-") ? "x-" : key);
        if (member == null) {
            throw new IllegalArgumentException("no field for " + key);
        }
        if (member.key().equals("x-")) {
            putPair(out, member.number(), "any", key, value);
        } else {
            put(out, member.number(), member.type(), value);
        }
    }

    private static boolean fits(String condition, @Nullable Object value) {
        return switch (condition) {
            case "else" -> true;
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            default ->
                    value instanceof Fields fields
                            && (condition.startsWith("in/")
                                    ? fields.string("in").equals(condition.substring(3))
                                    : fields.has(condition));
        };
    }

    private void put(ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        if (type.endsWith("*")) {
            String one = type.substring(0, type.length() - 1);
            if (one.startsWith("{") || one.startsWith("[")) {
                put(out, number, one, value);
                return;
            }
            for (Object element : (List<?>) Objects.requireNonNull(value)) {
                put(out, number, one, element);
            }
            return;
        }
        switch (type.charAt(0)) {
            case '[' -> putBytes(out, number, repeated(type, value));
            case '{' -> putPairs(out, number, type, value);
            default -> putScalarOrMessage(out, number, type, value);
        }
    }

    private byte[] repeated(String type, @Nullable Object value) {
        int end = type.indexOf(']');
        int inner = Integer.parseInt(type.substring(1, end));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<?> values = value instanceof List<?> list ? list : Collections.singletonList(value);
        for (Object one : values) {
            put(out, inner, type.substring(end + 1), one);
        }
        return out.toByteArray();
    }

    private void putPairs(
            ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        int end = type.indexOf('}');
        int inner = Integer.parseInt(type.substring(1, end));
        String valueType = type.substring(end + 1);
        // A list of maps, as security requirements are, repeats the message.
        List<?> maps = value instanceof List<?> list ? list : Collections.singletonList(value);
        for (Object map : maps) {
            ByteArrayOutputStream pairs = new ByteArrayOutputStream();
            if (map instanceof Fields fields) {
                fields.forEach((name, one) -> putPair(pairs, inner, valueType, name, one));
            }
            putBytes(out, number, pairs.toByteArray());
        }
    }

    private void putPair(
            ByteArrayOutputStream out,
            int number,
            String type,
            String name,
            @Nullable Object value) {
        ByteArrayOutputStream pair = new ByteArrayOutputStream();
        putBytes(pair, 1, name.getBytes(StandardCharsets.UTF_8));
        put(pair, 2, type, value);
        putBytes(out, number, pair.toByteArray());
    }

    private void putScalarOrMessage(
            ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        switch (type) {
            case "string" -> putBytes(out, number, text(value));
            case "bool" -> {
                putVarint(out, ((long) number << 3) | VARINT);
                putVarint(out, Boolean.TRUE.equals(value) ? 1 : 0);
            }
            case "int64" -> {
                putVarint(out, ((long) number << 3) | VARINT);
                putVarint(out, value instanceof Number known ? known.longValue() : 0);
            }
            case "double" -> {
                putVarint(out, ((long) number << 3) | FIXED64);
                double known = value instanceof Number one ? one.doubleValue() : 0;
                out.writeBytes(
                        ByteBuffer.allocate(Double.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putDouble(known)
                                .array());
            }
            case "any" -> {
                ByteArrayOutputStream any = new ByteArrayOutputStream();
                putBytes(any, 2, Json.write(value));
                putBytes(out, number, any.toByteArray());
            }
            default -> putBytes(out, number, encode(type, value));
        }
    }

    private static byte[] text(@Nullable Object value) {
        return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    private static void putBytes(ByteArrayOutputStream out, int number, byte[] bytes) {
        putVarint(out, ((long) number << 3) | LENGTH);
        putVarint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
