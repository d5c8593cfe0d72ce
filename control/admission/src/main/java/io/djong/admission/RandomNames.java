package io.djong.admission;

import java.util.random.RandomGenerator;

/// Suffixes as `generateName` makes them: no vowels and no digits that look like letters, so that no words come out.
final class RandomNames {

    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int LENGTH = 5;

    private RandomNames() {}

    static String suffix(RandomGenerator random) {
        StringBuilder suffix = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }
}
