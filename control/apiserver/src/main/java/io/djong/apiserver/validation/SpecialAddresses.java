package io.djong.apiserver.validation;

import java.util.Locale;

/// Addresses that no endpoint may have, because they mean the node or nobody.
public final class SpecialAddresses {

    private SpecialAddresses() {}

    public static void forbid(String address, FieldPath path, FieldErrors errors) {
        if (!Addresses.isAddress(address)) {
            errors.invalid(path, address, "must be a valid IP address");
            return;
        }
        if (address.equals("0.0.0.0") || address.equals("::")) {
            errors.invalid(path, address, "may not be unspecified (" + address + ")");
        }
        if (address.startsWith("127.") || address.equals("::1")) {
            errors.invalid(
                    path, address, "may not be in the loopback range (127.0.0.0/8, ::1/128)");
        }
        String low = address.toLowerCase(Locale.ROOT);
        if (low.startsWith("169.254.") || low.startsWith("fe80:")) {
            errors.invalid(
                    path,
                    address,
                    "may not be in the link-local range (169.254.0.0/16, fe80::/10)");
        }
        if (low.startsWith("224.0.0.") || low.startsWith("ff02:")) {
            errors.invalid(
                    path,
                    address,
                    "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)");
        }
    }
}
