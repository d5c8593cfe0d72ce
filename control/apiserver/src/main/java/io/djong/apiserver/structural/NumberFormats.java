package io.djong.apiserver.structural;

import com.google.re2j.Pattern;

/// Numbers with a check digit.
final class NumberFormats {

    private static final Pattern ISBN_10 = Pattern.compile("^(?:[0-9]{9}X|[0-9]{10})$");
    private static final Pattern ISBN_13 = Pattern.compile("^(?:[0-9]{13})$");
    private static final Pattern CARD =
            Pattern.compile(
                    "^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|(222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\\d{3})\\d{11}|6[27][0-9]{14})$");

    private NumberFormats() {}

    private static String digits(String text) {
        return text.replaceAll("[\\s-]+", "");
    }

    static boolean isIsbn10(String text) {
        String number = digits(text);
        if (!ISBN_10.matcher(number).find()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 10; i++) {
            char c = number.charAt(i);
            sum += (i + 1) * (c == 'X' ? 10 : c - '0');
        }
        return sum % 11 == 0;
    }

    static boolean isIsbn13(String text) {
        String number = digits(text);
        if (!ISBN_13.matcher(number).find()) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 13; i++) {
            sum += (i % 2 == 0 ? 1 : 3) * (number.charAt(i) - '0');
        }
        return sum % 10 == 0;
    }

    static boolean isCreditCard(String text) {
        String number = text.replaceAll("[^0-9]+", "");
        if (!CARD.matcher(number).find()) {
            return false;
        }
        int sum = 0;
        boolean twice = false;
        for (int i = number.length() - 1; i >= 0; i--) {
            int digit = number.charAt(i) - '0';
            if (twice) {
                digit *= 2;
                sum += digit >= 10 ? digit % 10 + 1 : digit;
            } else {
                sum += digit;
            }
            twice = !twice;
        }
        return sum % 10 == 0;
    }
}
