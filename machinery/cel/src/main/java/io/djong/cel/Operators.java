package io.djong.cel;

import io.djong.cel.Values.Bytes;
import io.djong.cel.Values.CelList;
import io.djong.cel.Values.CelMap;
import io.djong.cel.Values.Maybe;
import io.djong.cel.Values.Unsigned;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Arithmetic, comparison, membership, and what optional values can do.
final class Operators {

    private static final BigInteger MAX_UNSIGNED =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private Operators() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("_==_", args -> Values.equal(args[0], args[1]));
        all.put("_!=_", args -> !Values.equal(args[0], args[1]));
        all.put("_<_", args -> compare(args[0], args[1]) < 0);
        all.put("_<=_", args -> isOrdered(args) && compare(args[0], args[1]) <= 0);
        all.put("_>_", args -> compare(args[0], args[1]) > 0);
        all.put("_>=_", args -> isOrdered(args) && compare(args[0], args[1]) >= 0);
        all.put("!_", args -> negated(args[0]));
        all.put("-_", args -> minus(args[0]));
        all.put("_+_", args -> add(args[0], args[1]));
        all.put("_-_", args -> subtract(args[0], args[1]));
        all.put("_*_", args -> multiply(args[0], args[1]));
        all.put("_/_", args -> divide(args[0], args[1]));
        all.put("_%_", args -> modulo(args[0], args[1]));
        all.put("@in", args -> in(args[0], args[1]));
        all.put("size", args -> size(args[0]));
        all.put("optional.of", args -> new Maybe(args[0]));
        all.put("optional.none", _ -> Maybe.NONE);
        all.put(
                "optional.ofNonZeroValue",
                args -> isZero(args[0]) ? Maybe.NONE : new Maybe(args[0]));
        all.put("hasValue", args -> maybe(args[0]).value() != null);
        all.put("value", args -> value(args[0]));
        all.put("optional.unwrap", args -> unwrap(args[0]));
        all.put("unwrapOpt", args -> unwrap(args[0]));
        all.put("cel.@mapInsert", Operators::insert);
    }

    /// Comparisons with NaN are false.
    private static boolean isOrdered(Object[] args) {
        return !(args[0] instanceof Double one && one.isNaN())
                && !(args[1] instanceof Double other && other.isNaN());
    }

    static int compare(Object one, Object other) {
        if (Values.isNumber(one) && Values.isNumber(other)) {
            return compareNumbers(one, other);
        }
        return switch (one) {
            case String text when other instanceof String that -> Strings.compare(text, that);
            case Boolean truth when other instanceof Boolean that -> Boolean.compare(truth, that);
            case Bytes(byte[] bytes) when other instanceof Bytes(byte[] that) ->
                    java.util.Arrays.compareUnsigned(bytes, that);
            case Instant time when other instanceof Instant that -> time.compareTo(that);
            case Duration span when other instanceof Duration that -> span.compareTo(that);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    static int compareNumbers(Object one, Object other) {
        if (one instanceof Long left && other instanceof Long right) {
            return Long.compare(left, right);
        }
        if (one instanceof Double || other instanceof Double) {
            double left = toDouble(one);
            double right = toDouble(other);
            return left < right ? -1 : left > right ? 1 : left == right ? 0 : 2;
        }
        return big(one).compareTo(big(other));
    }

    private static double toDouble(Object number) {
        return switch (number) {
            case Unsigned unsigned -> unsigned.big().doubleValue();
            case Number plain -> plain.doubleValue();
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static BigInteger big(Object number) {
        return switch (number) {
            case Unsigned unsigned -> unsigned.big();
            case Long plain -> BigInteger.valueOf(plain);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object negated(Object value) {
        if (value instanceof Boolean truth) {
            return !truth;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Object minus(Object value) {
        return switch (value) {
            case Long number -> exact(() -> Math.negateExact(number));
            case Double number -> (Object) (-number);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private interface Exact {
        long compute();
    }

    private static Object exact(Exact operation) {
        try {
            return operation.compute();
        } catch (ArithmeticException overflow) {
            throw new EvaluationException("integer overflow");
        }
    }

    private static Object unsigned(BigInteger value) {
        if (value.signum() < 0 || value.compareTo(MAX_UNSIGNED) > 0) {
            throw new EvaluationException("unsigned integer overflow");
        }
        return new Unsigned(value.longValue());
    }

    private static Object add(Object one, Object other) {
        return switch (one) {
            case Long x when other instanceof Long y -> exact(() -> Math.addExact(x, y));
            case Double x when other instanceof Double y -> (Object) (x + y);
            case Unsigned x when other instanceof Unsigned y -> unsigned(x.big().add(y.big()));
            case String x when other instanceof String y -> x + y;
            case Bytes(byte[] x) when other instanceof Bytes(byte[] y) -> {
                byte[] both = java.util.Arrays.copyOf(x, x.length + y.length);
                System.arraycopy(y, 0, both, x.length, y.length);
                yield new Bytes(both);
            }
            case CelList x when other instanceof CelList y -> Values.concat(x, y);
            case Duration x when other instanceof Duration y -> Times.inRange(x.plus(y));
            case Instant x when other instanceof Duration y -> shift(x, y);
            case Duration x when other instanceof Instant y -> shift(y, x);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object shift(Instant time, Duration by) {
        try {
            return Times.inRange(time.plus(by));
        } catch (DateTimeException | ArithmeticException overflow) {
            throw new EvaluationException("timestamp overflow");
        }
    }

    private static Object subtract(Object one, Object other) {
        return switch (one) {
            case Long x when other instanceof Long y -> exact(() -> Math.subtractExact(x, y));
            case Double x when other instanceof Double y -> (Object) (x - y);
            case Unsigned x when other instanceof Unsigned y -> unsigned(x.big().subtract(y.big()));
            case Duration x when other instanceof Duration y -> Times.inRange(x.minus(y));
            case Instant x when other instanceof Duration y -> shift(x, y.negated());
            case Instant x when other instanceof Instant y -> Times.inRange(Duration.between(y, x));
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object multiply(Object one, Object other) {
        return switch (one) {
            case Long x when other instanceof Long y -> exact(() -> Math.multiplyExact(x, y));
            case Double x when other instanceof Double y -> (Object) (x * y);
            case Unsigned x when other instanceof Unsigned y -> unsigned(x.big().multiply(y.big()));
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object divide(Object one, Object other) {
        return switch (one) {
            case Long x when other instanceof Long y -> {
                if (y == 0) {
                    throw new EvaluationException("division by zero");
                }
                yield exact(() -> Math.divideExact(x, y));
            }
            case Double x when other instanceof Double y -> (Object) (x / y);
            case Unsigned(long x) when other instanceof Unsigned(long y) -> {
                if (y == 0) {
                    throw new EvaluationException("division by zero");
                }
                yield new Unsigned(Long.divideUnsigned(x, y));
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object modulo(Object one, Object other) {
        return switch (one) {
            case Long x when other instanceof Long y -> {
                if (y == 0) {
                    throw new EvaluationException("modulus by zero");
                }
                if (x == Long.MIN_VALUE && y == -1) {
                    throw new EvaluationException("integer overflow");
                }
                yield (Object) (x % y);
            }
            case Unsigned(long x) when other instanceof Unsigned(long y) -> {
                if (y == 0) {
                    throw new EvaluationException("modulus by zero");
                }
                yield new Unsigned(Long.remainderUnsigned(x, y));
            }
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object in(Object value, Object container) {
        return switch (container) {
            case CelList list -> Values.contains(list, value);
            case CelMap map -> map.find(value) != null;
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Object size(Object value) {
        return switch (value) {
            case String _, Bytes _, CelList _, CelMap _ -> Values.size(value);
            default -> throw EvaluationException.noSuchOverload();
        };
    }

    private static Maybe maybe(Object value) {
        if (value instanceof Maybe maybe) {
            return maybe;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Object value(Object optional) {
        Object value = maybe(optional).value();
        if (value == null) {
            throw new EvaluationException("optional.none() dereference");
        }
        return value;
    }

    private static boolean isZero(Object value) {
        return switch (value) {
            case Boolean truth -> !truth;
            case Long number -> number == 0;
            case Double number -> number == 0;
            case Unsigned(long bits) -> bits == 0;
            case Duration span -> span.isZero();
            case Values.Null _ -> true;
            case String _, Bytes _, CelList _, CelMap _ -> Values.size(value) == 0;
            case Maybe(Object inner) -> inner == null;
            default -> false;
        };
    }

    private static Object unwrap(Object value) {
        java.util.List<Object> present = new java.util.ArrayList<>();
        for (Object one : Lists.elements(value)) {
            Object inner = maybe(one).value();
            if (inner != null) {
                present.add(inner);
            }
        }
        return new Values.MadeList(present);
    }

    private static Object insert(Object[] args) {
        if (!(args[0] instanceof CelMap map)) {
            throw EvaluationException.noSuchOverload();
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        copy(map, entries);
        if (args.length == 3) {
            put(entries, args[1], args[2]);
        } else if (args[1] instanceof CelMap more) {
            for (Object key : more.keys()) {
                Object value = more.find(key);
                put(entries, key, value == null ? Values.Null.NULL : value);
            }
        }
        return new Values.MadeMap(entries);
    }

    private static void copy(CelMap from, Map<Object, Object> to) {
        for (Object key : from.keys()) {
            Object value = from.find(key);
            to.put(Values.key(key), value == null ? Values.Null.NULL : value);
        }
    }

    private static void put(Map<Object, Object> entries, Object key, Object value) {
        if (entries.putIfAbsent(Values.key(key), value) != null) {
            throw new EvaluationException(
                    "insert failed: key " + Conversions.text(key) + " already exists");
        }
    }
}
