package io.djong.auth;

/// An authorizer's answer.
///
/// @param reason why; shown to the client when the request is refused; may be ""
/// @param error why there could be no better answer, which is no fault of who asks; "" for none
public record Decision(Verdict verdict, String reason, String error) {

    public static final Decision NO_OPINION = new Decision(Verdict.NO_OPINION, "");

    public enum Verdict {
        ALLOW,
        /// Refused for good: no other authorizer is asked.
        DENY,
        /// Not allowed here; refused when no authorizer allows.
        NO_OPINION
    }

    public Decision(Verdict verdict, String reason) {
        this(verdict, reason, "");
    }

    public static Decision allow(String reason) {
        return new Decision(Verdict.ALLOW, reason);
    }

    public static Decision deny(String reason) {
        return new Decision(Verdict.DENY, reason);
    }

    public static Decision noOpinion(String reason) {
        return new Decision(Verdict.NO_OPINION, reason);
    }

    public Decision withError(String text) {
        return new Decision(verdict, reason, text);
    }

    public boolean isAllowed() {
        return verdict == Verdict.ALLOW;
    }
}
