package io.djong.wire;

/// The order in which Go's YAML sorts keys: letters last, numbers by value.
final class NaturalOrder {

    private NaturalOrder() {}

    static int compare(String one, String two) {
        int shared = Math.min(one.length(), two.length());
        for (int i = 0; i < shared; i++) {
            char a = one.charAt(i);
            char b = two.charAt(i);
            if (a != b) {
                return compareFrom(one, two, i, a, b);
            }
        }
        return one.length() - two.length();
    }

    private static int compareFrom(String one, String two, int at, char a, char b) {
        boolean letterA = Character.isLetter(a);
        boolean letterB = Character.isLetter(b);
        if (letterA || letterB) {
            return letterA && letterB ? a - b : letterB ? -1 : 1;
        }
        long start = (a == '0' || b == '0') && followsDigit(one, at) ? 1 : 0;
        int endA = digitsEnd(one, at);
        int endB = digitsEnd(two, at);
        int byValue = Long.compare(value(one, at, endA, start), value(two, at, endB, start));
        if (byValue != 0) {
            return byValue;
        }
        return endA != endB ? endA - endB : a - b;
    }

    private static boolean followsDigit(String text, int at) {
        for (int i = at - 1; i >= 0 && Character.isDigit(text.charAt(i)); i--) {
            if (text.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static int digitsEnd(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static long value(String text, int from, int to, long start) {
        long value = start;
        for (int i = from; i < to; i++) {
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value;
    }
}
