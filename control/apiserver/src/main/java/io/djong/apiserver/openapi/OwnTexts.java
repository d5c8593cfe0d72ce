package io.djong.apiserver.openapi;

import java.util.Locale;
import java.util.regex.Pattern;

/// Texts for fields that hold another structure, which the collected descriptions leave out. Readers see the text of
/// that structure right below, so these only say whose part it is.
final class OwnTexts {

    private static final Pattern WORD_START = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private OwnTexts() {}

    static String of(String typeName, String field) {
        return switch (field) {
            case "metadata" ->
                    typeName.endsWith("List")
                            ? "Metadata of the list. More info: https://kubernetes.io/docs/reference/using-api/api-concepts/"
                            : "Metadata that every object has. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/";
            case "spec" -> "What is wanted of the " + words(typeName) + ".";
            case "status" ->
                    "What was last observed of the " + words(typeName) + ". Written by the system.";
            default -> "The " + words(field) + " of the " + words(typeName) + ".";
        };
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
