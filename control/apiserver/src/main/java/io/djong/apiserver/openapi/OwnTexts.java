package io.djong.apiserver.openapi;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts for fields that have none.
final class OwnTexts {

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /// A full stop that ends no abbreviation.
    private static final Pattern SENTENCE_END = Pattern.compile("(?<!e\\.g|i\\.e|etc)\\.(?=\\s)");

    private OwnTexts() {}

    /// @param held the text about the structure that the field holds, "" when there is none
    static String of(String typeName, String field, String held) {
        return switch (field) {
            case "metadata" ->
                    typeName.endsWith("List")
                            ? "Metadata of the list. More info: https://kubernetes.io/docs/reference/using-api/api-concepts/"
                            : "Metadata that every object has. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/";
            case "spec" -> "What is wanted of the " + words(typeName) + ".";
            case "status" ->
                    "What was last observed of the " + words(typeName) + ". Written by the system.";
            default ->
                    held.isEmpty()
                            ? "The " + words(field) + " of the " + words(typeName) + "."
                            : firstSentence(held);
        };
    }

    private static String firstSentence(String text) {
        Matcher end = SENTENCE_END.matcher(text);
        return end.find() ? text.substring(0, end.end()) : text;
    }

    /// `securityContext` as `security context`; a name that begins in upper case is a type's and stays as it is.
    private static String words(String name) {
        if (Character.isUpperCase(name.charAt(0))) {
            return name;
        }
        StringBuilder words = new StringBuilder();
        for (String word : WORD_START.split(name)) {
            boolean isAcronym = word.equals(word.toUpperCase(Locale.ROOT)) && word.length() > 1;
            words.append(words.isEmpty() ? "" : " ")
                    .append(isAcronym ? word : word.toLowerCase(Locale.ROOT));
        }
        return words.toString();
    }
}
