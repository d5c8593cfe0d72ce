package io.djong.cel;

/// What a call has cost, by the sizes of its actual arguments.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/cel/library/cost.go CallCost
final class CallCosts {

    private CallCosts() {}

    static long of(String function, String overload, Object[] args, Object result) {
        long first = args.length == 0 ? 0 : Values.size(args[0]);
        long second = args.length < 2 ? 0 : Values.size(args[1]);
        return switch (function) {
            case "check" -> CallSizes.CHECK;
            case "isSorted", "sum", "max", "min", "indexOf", "lastIndexOf" -> traversal(args[0]);
            case "url",
                    "lowerAscii",
                    "upperAscii",
                    "substring",
                    "trim",
                    "cidr",
                    "isIP",
                    "isCIDR",
                    "quantity",
                    "isQuantity",
                    "semver",
                    "isSemver",
                    "jsonpatch.escapeKey" ->
                    chars(first, 1);
            case "replace", "split", "ip.isCanonical" -> chars(first, 2);
            case "join" -> chars(Values.size(result), 2);
            case "find", "findAll" -> regex(first, second);
            case "validate" -> regex(second, FormatRules.REGEX_SIZE);
            case "fieldSelector", "labelSelector" -> chars(second, 1);
            case "ip" -> overload.equals("cidr_ip") ? 1 : chars(first, 1);
            case "containsIP" ->
                    chars(first, 2) + (args[1] instanceof String ? chars(second, 1) : 0);
            case "containsCIDR" ->
                    chars(first, 2)
                            + chars(first, 1)
                            + 1
                            + (args[1] instanceof String ? chars(second, 1) : 0);
            case "sets.contains", "sets.intersects" -> first * second + 1;
            case "sets.equivalent" -> first * second * 2 + 1;
            case "_==_" -> Library.isOurs(args[0]) ? 1 : chars(Math.min(first, second), 1);
            default -> standard(overload, first, second);
        };
    }

    private static long standard(String overload, long first, long second) {
        return switch (overload) {
            case "starts_with_string",
                    "ends_with_string",
                    "string_to_bytes",
                    "bytes_to_string",
                    "string_format",
                    "strings_quote" ->
                    chars(first, 1);
            case "in_list" -> second;
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes",
                    "equals",
                    "not_equals" ->
                    chars(Math.min(first, second), 1);
            case "add_string", "add_bytes" -> chars(first + second, 1);
            case "matches_string" -> regex(first, second);
            case "contains_string" -> chars(first, 1) * chars(second, 1);
            default -> 1;
        };
    }

    private static long chars(long size, int times) {
        return (long) Math.ceil(size * times * CallSizes.STRING_FACTOR);
    }

    private static long regex(long text, long pattern) {
        return (long) Math.ceil((1.0 + text) * CallSizes.STRING_FACTOR)
                * (long) Math.ceil(pattern * CallSizes.REGEX_FACTOR);
    }

    /// The cost of looking at every part once.
    private static long traversal(Object value) {
        return switch (value) {
            case String text ->
                    (long)
                            (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                                    * CallSizes.STRING_FACTOR);
            case Values.Bytes(byte[] bytes) -> (long) (bytes.length * CallSizes.STRING_FACTOR);
            case Values.CelList list -> {
                long cost = 0;
                for (int at = 0; at < list.size(); at++) {
                    cost += traversal(list.get(at));
                }
                yield cost;
            }
            case Values.CelMap map -> {
                long cost = 0;
                for (Object key : map.keys()) {
                    Object entry = map.find(key);
                    cost += traversal(key) + (entry == null ? 0 : traversal(entry));
                }
                yield cost;
            }
            default -> 1;
        };
    }
}
