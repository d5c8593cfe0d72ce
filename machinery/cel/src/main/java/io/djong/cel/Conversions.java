package io.djong.cel;

import io.djong.cel.Values.Bytes;
import io.djong.cel.Values.Unsigned;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// `int(x)`, `string(x)` and their like.
final class Conversions {

    static final Set<String> NAMES =
            Set.of("int", "uint", "double", "bool", "bytes", "string", "timestamp", "duration");

    private Conversions() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("int", args -> toInt(args[0]));
        all.put("uint", args -> toUint(args[0]));
        all.put("double", args -> toDouble(args[0]));
        all.put("bool", args -> toBool(args[0]));
        all.put("bytes", args -> toBytes(args[0]));
        all.put("string", args -> toText(args[0]));
        all.put("timestamp", args -> toTimestamp(args[0]));
        all.put("duration", args -> toDuration(args[0]));
        all.put("dyn", args -> args[0]);
        all.put("type", args -> Values.typeOf(args[0]));
    }

    private static Object toInt(Object value) {
        return switch (value) {
            case Long _ -> value;
            case Double number -> {
                if (number.isNaN() || number <= -0x1p63 || number >= 0x1p63) {
                    throw new EvaluationException("integer overflow");
                }
                yield (Object) number.longValue();
            }
            case Unsigned(long bits) -> {
                if (bits < 0) {
                    throw new EvaluationException("integer overflow");
                }
                yield (Object) bits;
            }
            case String text -> {
                try {
                    yield (Object) Long.parseLong(text);
                } catch (NumberFormatException malformed) {
                    throw malformed("ParseInt", text);
                }
            }
            case Instant time -> (Object) time.getEpochSecond();
            case Duration span -> (Object) span.toNanos();
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static EvaluationException malformed(String function, String text) {
        return new EvaluationException(
                "strconv." + function + ": parsing " + Strings.quoted(text) + ": invalid syntax");
    }

    private static Object toUint(Object value) {
        return switch (value) {
            case Unsigned _ -> value;
            case Long number -> {
                if (number < 0) {
                    throw new EvaluationException("unsigned integer overflow");
                }
                yield new Unsigned(number);
            }
            case Double number -> {
                if (number.isNaN() || number < 0 || number >= 0x1p64) {
                    throw new EvaluationException("unsigned integer overflow");
                }
                BigInteger whole = new BigDecimal(number).toBigInteger();
                yield new Unsigned(whole.longValue());
            }
            case String text -> {
                try {
                    yield new Unsigned(Long.parseUnsignedLong(text));
                } catch (NumberFormatException malformed) {
                    throw malformed("ParseUint", text);
                }
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object toDouble(Object value) {
        return switch (value) {
            case Double _ -> value;
            case Long number -> (Object) number.doubleValue();
            case Unsigned unsigned -> unsigned.big().doubleValue();
            case String text -> {
                try {
                    yield (Object) Double.parseDouble(text);
                } catch (NumberFormatException malformed) {
                    throw malformed("ParseFloat", text);
                }
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object toBool(Object value) {
        return switch (value) {
            case Boolean _ -> value;
            case String text ->
                    switch (text) {
                        case "1", "t", "T", "true", "TRUE", "True" -> true;
                        case "0", "f", "F", "false", "FALSE", "False" -> false;
                        default -> throw malformed("ParseBool", text);
                    };
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object toBytes(Object value) {
        return switch (value) {
            case Bytes _ -> value;
            case String text -> new Bytes(text.getBytes(StandardCharsets.UTF_8));
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object toText(Object value) {
        return switch (value) {
            case Bytes(byte[] bytes) -> {
                try {
                    yield StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString();
                } catch (CharacterCodingException malformed) {
                    throw new EvaluationException(
                            "invalid UTF-8 in bytes, cannot convert to string");
                }
            }
            case String _, Boolean _, Long _, Double _, Unsigned _, Instant _, Duration _ ->
                    text(value);
            case Networks.Ip ip -> ip.toString();
            case Networks.Cidr cidr -> cidr.toString();
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    /// As `string()` writes scalars; others as they print.
    static String text(Object value) {
        return switch (value) {
            case Double number -> Strings.shortest(number);
            case Unsigned(long bits) -> Long.toUnsignedString(bits);
            case Duration span -> Times.text(span);
            case Instant time -> Times.text(time);
            default -> value.toString();
        };
    }

    private static Object toTimestamp(Object value) {
        return switch (value) {
            case Instant _ -> value;
            case Long seconds -> Times.inRange(Instant.ofEpochSecond(seconds));
            case String text -> Times.timestamp(text);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object toDuration(Object value) {
        return switch (value) {
            case Duration _ -> value;
            case Long nanos -> Duration.ofNanos(nanos);
            case String text -> Times.duration(text);
            default -> throw EvaluationException.noSuchOverload();
        };
    }
}
