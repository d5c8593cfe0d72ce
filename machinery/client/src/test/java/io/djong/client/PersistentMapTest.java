package io.djong.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PersistentMapTest {

    /// Few hash values, so that collisions and deep nodes happen.
    private record Key(int number) {
        @Override
        public int hashCode() {
            return number % 37;
        }
    }

    @Test
    void behavesAsAHashMap() {
        SplittableRandom random = new SplittableRandom(7);
        PersistentMap<Key, Integer> map = PersistentMap.empty();
        Map<Key, Integer> model = new HashMap<>();

        for (int i = 0; i < 20_000; i++) {
            Key key = new Key(random.nextInt(200));
            if (random.nextInt(3) == 0) {
                map = map.without(key);
                model.remove(key);
            } else {
                map = map.with(key, i);
                model.put(key, i);
            }
            if (i % 500 == 0) {
                Map<Key, Integer> copy = new HashMap<>();
                map.forEach(copy::put);
                assertThat(copy).isEqualTo(model);
                assertThat(map.size()).isEqualTo(model.size());
            }
        }
    }

    @Test
    void keepsOldVersions() {
        PersistentMap<String, Integer> before = PersistentMap.<String, Integer>empty().with("a", 1);

        PersistentMap<String, Integer> after = before.with("a", 2).with("b", 3).without("a");

        assertThat(before.get("a")).isEqualTo(1);
        assertThat(before.get("b")).isNull();
        assertThat(after.values()).containsExactly(3);
    }
}
