package io.djong.cel;

import io.djong.cel.Values.CelList;
import io.djong.cel.Values.Unsigned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kubernetes' functions of lists, and sets.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-list-library Lists
final class Lists {

    private Lists() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("isSorted", args -> isSorted(elements(args[0])));
        all.put("sum", args -> sum(elements(args[0])));
        all.put("min", args -> extreme(elements(args[0]), -1, "min"));
        all.put("max", args -> extreme(elements(args[0]), 1, "max"));
        all.put("indexOf", args -> index(args, false));
        all.put("lastIndexOf", args -> index(args, true));
        all.put("sets.contains", args -> Values.containsAll(list(args[0]), list(args[1])));
        all.put(
                "sets.equivalent",
                args ->
                        Values.containsAll(list(args[0]), list(args[1]))
                                && Values.containsAll(list(args[1]), list(args[0])));
        all.put("sets.intersects", args -> intersects(list(args[0]), list(args[1])));
    }

    private static CelList list(Object value) {
        if (value instanceof CelList list) {
            return list;
        }
        throw EvaluationException.noSuchOverload();
    }

    static List<Object> elements(Object value) {
        CelList list = list(value);
        List<Object> elements = new ArrayList<>(list.size());
        for (int at = 0; at < list.size(); at++) {
            elements.add(list.get(at));
        }
        return elements;
    }

    private static boolean isSorted(List<Object> elements) {
        for (int at = 1; at < elements.size(); at++) {
            if (Operators.compare(elements.get(at - 1), elements.get(at)) > 0) {
                return false;
            }
        }
        return true;
    }

    private static Object sum(List<Object> elements) {
        if (elements.isEmpty()) {
            return 0L;
        }
        Library.Function add = Library.find("_+_");
        Object sum =
                switch (elements.getFirst()) {
                    case Double _ -> (Object) 0.0;
                    case Unsigned _ -> new Unsigned(0);
                    case Duration _ -> Duration.ZERO;
                    default -> (Object) 0L;
                };
        for (Object element : elements) {
            sum = add.call(new Object[] {sum, element});
        }
        return sum;
    }

    private static Object extreme(List<Object> elements, int sign, String name) {
        if (elements.isEmpty()) {
            throw new EvaluationException(name + " called on empty list");
        }
        Object best = elements.getFirst();
        for (Object element : elements) {
            if (Operators.compare(element, best) * sign > 0) {
                best = element;
            }
        }
        return best;
    }

    private static Object index(Object[] args, boolean isLast) {
        if (args[0] instanceof String) {
            return Strings.indexOf(args, isLast);
        }
        List<Object> elements = elements(args[0]);
        long found = -1;
        for (int at = 0; at < elements.size(); at++) {
            if (Values.equal(elements.get(at), args[1]) && (isLast || found < 0)) {
                found = at;
            }
        }
        return found;
    }

    private static boolean intersects(CelList one, CelList other) {
        for (int at = 0; at < other.size(); at++) {
            if (Values.contains(one, other.get(at))) {
                return true;
            }
        }
        return false;
    }
}
