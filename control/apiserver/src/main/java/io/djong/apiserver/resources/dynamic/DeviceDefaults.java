package io.djong.apiserver.resources.dynamic;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// The defaults of device requests.
final class DeviceDefaults {

    private static final String EXACT = "ExactCount";

    private DeviceDefaults() {}

    /// A claim's `spec`.
    static Fields claim(Fields spec) {
        return within(
                spec, "devices", devices -> each(devices, "requests", DeviceDefaults::request));
    }

    private static Fields request(Fields given) {
        Fields request = within(given, "exactly", DeviceDefaults::amount);
        return each(request, "firstAvailable", DeviceDefaults::amount);
    }

    private static Fields amount(Fields given) {
        Fields amount = filled(given, "allocationMode", EXACT);
        if (amount.string("allocationMode").equals(EXACT)) {
            amount = filled(amount, "count", 1L);
        }
        return each(amount, "tolerations", toleration -> filled(toleration, "operator", "Equal"));
    }
}
