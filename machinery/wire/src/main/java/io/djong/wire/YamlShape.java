package io.djong.wire;

/// Which styles can carry a text.
record YamlShape(boolean plainAllowed, boolean blockAllowed, boolean special) {

    private static final String INDICATORS = "#,[]{}&*!|>'\"%@`";

    static YamlShape of(String text) {
        if (text.isEmpty()) {
            return new YamlShape(false, false, false);
        }
        boolean indicators = text.startsWith("---") || text.startsWith("...");
        boolean special = false;
        boolean blankBeforeBreak = false;
        boolean afterBlank = true;
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean beforeBlank = i + 1 == length || isBlank(text.charAt(i + 1));
            if (i == 0) {
                indicators |=
                        INDICATORS.indexOf(c) >= 0
                                || ((c == '?' || c == ':' || c == '-') && beforeBlank);
            } else {
                indicators |= (c == ':' && beforeBlank) || (c == '#' && afterBlank);
            }
            special |= c != '\n' && !isPrintable(text, i);
            blankBeforeBreak |= c == ' ' && i + 1 < length && text.charAt(i + 1) == '\n';
            afterBlank = isBlank(c);
        }
        char first = text.charAt(0);
        char last = text.charAt(length - 1);
        boolean edges = first == ' ' || first == '\n' || last == ' ' || last == '\n';
        return new YamlShape(
                !indicators && !edges && !special,
                !special && !blankBeforeBreak && last != ' ',
                special);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static boolean isPrintable(String text, int at) {
        char c = text.charAt(at);
        if (c < 128) {
            return c >= ' ' && c < 127;
        }
        if (Character.isSurrogate(c)) {
            // Beyond the basic plane upstream escapes nothing; a lone half cannot be written.
            return Character.isHighSurrogate(c)
                    ? at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1))
                    : at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= 0xa0 && c != 0xfeff && c != 0xfffe && c != 0xffff;
    }
}
