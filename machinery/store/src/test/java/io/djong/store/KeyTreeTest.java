package io.djong.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTreeTest {

    @ParameterizedTest
    @ValueSource(ints = {10, 500, 20_000})
    void agreesWithATreeMap(int keys) {
        RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
        KeyTree.Edit<String> edit = new KeyTree<String>().edit();
        NavigableMap<String, String> model = new TreeMap<>();
        KeyTree<String> older = edit.build();
        NavigableMap<String, String> olderModel = new TreeMap<>();

        for (int i = 0; i < 60_000; i++) {
            boolean shrinks = i / 15_000 % 2 == 1;
            String key = "/k/" + random.nextInt(keys);
            if (model.containsKey(key) && (shrinks || random.nextInt(4) == 0)) {
                edit.remove(key);
                model.remove(key);
            } else if (!model.containsKey(key) && (!shrinks || random.nextInt(4) == 0)) {
                edit.add(key, key);
                model.put(key, key);
            }
            if (i % 10_007 == 0) {
                assertSame(older, olderModel, random);
                older = edit.build();
                olderModel = new TreeMap<>(model);
                assertSame(older, olderModel, random);
            }
        }

        assertSame(edit.build(), model, random);
        List.copyOf(model.keySet()).forEach(edit::remove);
        assertThat(scan(edit.build(), "", false)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void holdsKeysThatComeInOrder(boolean ascending) {
        KeyTree.Edit<Integer> edit = new KeyTree<Integer>().edit();
        for (int i = 0; i < 10_000; i++) {
            int number = ascending ? i : 9_999 - i;
            edit.add("/k/%05d".formatted(number), number);
        }

        assertThat(scan(edit.build(), "", false)).hasSize(10_000).isSorted();
    }

    private static void assertSame(
            KeyTree<String> tree, NavigableMap<String, String> model, RandomGenerator random) {
        String from = "/k/" + random.nextInt(1_000);
        assertThat(scan(tree, "", false)).containsExactlyElementsOf(model.keySet());
        assertThat(scan(tree, from, false)).containsExactlyElementsOf(model.tailMap(from).keySet());
        assertThat(scan(tree, from, true))
                .containsExactlyElementsOf(model.tailMap(from, false).keySet());
        assertThat(tree.get(from)).isEqualTo(model.get(from));
    }

    private static <T> List<String> scan(KeyTree<T> tree, String from, boolean beyond) {
        List<String> keys = new ArrayList<>();
        tree.scan(from, beyond, (key, _) -> keys.add(key));
        return keys;
    }
}
