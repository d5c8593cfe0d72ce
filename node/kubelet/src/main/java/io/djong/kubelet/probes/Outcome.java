package io.djong.kubelet.probes;

/// What one probe found out.
public sealed interface Outcome {

    /// What users read in events.
    String output();

    record Success(String output) implements Outcome {}

    record Failure(String output) implements Outcome {}

    /// The probe itself could not be made: nothing follows from it.
    record Unknown(String output) implements Outcome {}
}
