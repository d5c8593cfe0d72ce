package io.djong.apiserver.resources;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Hands out what is unique in a cluster: addresses and node ports of Services. Safe for many threads.
public interface Allocators {

    /// Nothing to hand out: for servers without Services, and for tests of rules.
    Allocators NONE =
            new Allocators() {
                @Override
                public @Nullable String takeAddress(String family, String serviceKey) {
                    return null;
                }

                @Override
                public @Nullable String takeAddressAs(String address, String serviceKey) {
                    return null;
                }

                @Override
                public void releaseAddress(String address) {}

                @Override
                public @Nullable Integer takePort() {
                    return null;
                }

                @Override
                public @Nullable String takePortAs(int port) {
                    return null;
                }

                @Override
                public void releasePort(int port) {}

                @Override
                public boolean hasPort(int port) {
                    return false;
                }

                @Override
                public @Nullable String outOfRange(String address) {
                    return null;
                }

                @Override
                public String anyAddress(String family) {
                    return "";
                }

                @Override
                public Set<String> families() {
                    return Set.of("IPv4");
                }
            };

    /// Any free address, or null when none is left.
    ///
    /// @param family `IPv4` or `IPv6`
    @Nullable String takeAddress(String family, String serviceKey);

    /// Exactly this address; the text says why not, null when it was taken.
    @Nullable String takeAddressAs(String address, String serviceKey);

    void releaseAddress(String address);

    /// Any free node port, or null when none is left.
    @Nullable Integer takePort();

    /// Exactly this port; the text says why not, null when it was taken.
    @Nullable String takePortAs(int port);

    void releasePort(int port);

    /// Whether the port is taken.
    boolean hasPort(int port);

    /// Why the address could not be taken even if it were free, or null: what a dry run asks.
    @Nullable String outOfRange(String address);

    /// Stands for an address that a dry run would get.
    String anyAddress(String family);

    /// The address families that this cluster gives to Services, the preferred one first.
    Set<String> families();
}
