package io.djong.scheduler;

import java.util.List;

/// What a filter says of a pod on a node.
public sealed interface Verdict {

    Verdict FITS = new Fits();

    record Fits() implements Verdict {}

    /// It does not fit as things are; taking pods away might help.
    record Rejects(List<String> reasons) implements Verdict {}

    /// It does not fit, whatever pods are taken away.
    record RejectsForGood(String reason) implements Verdict {}
}
