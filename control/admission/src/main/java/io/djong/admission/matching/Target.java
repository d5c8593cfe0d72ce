package io.djong.admission.matching;

import io.djong.admission.Call;
import io.djong.meta.GroupVersion;

/// A resource and the kind of its objects, as a rule matched them: what is asked for, or an equivalent.
///
/// @param kindVersion of the object: `autoscaling/v1` for `deployments/scale`
public record Target(
        GroupVersion resourceVersion, String resource, GroupVersion kindVersion, String kind) {

    /// What the request itself names.
    public static Target of(Call call) {
        return new Target(call.resourceVersion(), call.resource(), call.kindVersion(), call.kind());
    }

    /// Whether objects have to be converted before they are shown.
    public boolean isOf(Call call) {
        return kindVersion.equals(call.kindVersion()) && kind.equals(call.kind());
    }
}
