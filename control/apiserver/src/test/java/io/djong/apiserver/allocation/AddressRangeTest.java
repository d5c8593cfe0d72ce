package io.djong.apiserver.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AddressRangeTest {

    @Test
    void handsOutEveryAddressOnceAndThenNone() {
        AddressRange range = new AddressRange("10.0.0.0/29", new Random(1));

        Set<String> taken = new HashSet<>();
        for (String address = range.takeAny(); address != null; address = range.takeAny()) {
            assertThat(taken.add(address)).isTrue();
        }

        assertThat(taken)
                .containsExactlyInAnyOrder(
                        "10.0.0.1", "10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6");
    }

    @Test
    void leavesTheLowerBandToThoseWhoAskByName() {
        AddressRange range = new AddressRange("10.96.0.0/24", new Random(1));

        for (int i = 0; i < 100; i++) {
            String address = Objects.requireNonNull(range.takeAny());
            assertThat(Integer.parseInt(address.substring(address.lastIndexOf('.') + 1)))
                    .isGreaterThan(16);
        }
    }

    @Test
    void takesBackWhatIsReleased() {
        AddressRange range = new AddressRange("10.96.0.0/24", new Random(1));

        assertThat(range.take("10.96.0.9")).isTrue();
        assertThat(range.take("10.96.0.9")).isFalse();
        range.release("10.96.0.9");

        assertThat(range.take("10.96.0.9")).isTrue();
        assertThat(range.contains("10.97.0.1")).isFalse();
    }

    @Test
    void writesIpv6AsUpstreamDoes() {
        AddressRange range = new AddressRange("fd00:10:96::/112", new Random(1));

        assertThat(range.first()).isEqualTo("fd00:10:96::1");
        assertThat(range.isIpv6()).isTrue();
    }
}
