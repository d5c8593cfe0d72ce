package io.djong.wire;

/// Finds names that an object has twice, without making anything for the many objects that have none.
final class RepeatedNames {

    /// Up to here names are compared pair by pair.
    private static final int PAIRWISE_MAX = 12;

    private RepeatedNames() {}

    /// Whether a name comes twice in `names[base..base+size)`.
    static boolean among(String[] names, int base, int size) {
        if (size > PAIRWISE_MAX) {
            return byHash(names, base, size);
        }
        for (int i = base + 1; i < base + size; i++) {
            String name = names[i];
            for (int j = base; j < i; j++) {
                if (name.equals(names[j])) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean byHash(String[] names, int base, int size) {
        int[] table = new int[Integer.highestOneBit(size * 2) << 1];
        int mask = table.length - 1;
        for (int i = base; i < base + size; i++) {
            int hash = names[i].hashCode();
            int slot = (hash ^ (hash >>> 16)) & mask;
            while (table[slot] != 0) {
                if (names[table[slot] - 1].equals(names[i])) {
                    return true;
                }
                slot = (slot + 1) & mask;
            }
            table[slot] = i + 1;
        }
        return false;
    }
}
