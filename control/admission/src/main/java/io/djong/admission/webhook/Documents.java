package io.djong.admission.webhook;

import io.djong.admission.matching.Target;
import io.djong.meta.tree.Fields;

/// What webhooks need to know of kinds.
public interface Documents {

    /// The same object in another version, or another group, of its kind; [Fields#EMPTY] stays what it is.
    ///
    /// @throws io.djong.meta.ApiException when there is no way from one to the other
    Fields convert(Fields object, Target from, Target to);

    /// What a patch made of an object: in the form of its type, with its defaults.
    ///
    /// @throws io.djong.meta.ApiException when it is no object of that kind any more
    Fields complete(Fields patched, Target kind);

    /// For kinds that have one version only, and no rules.
    Documents PLAIN =
            new Documents() {
                @Override
                public Fields convert(Fields object, Target from, Target to) {
                    return object;
                }

                @Override
                public Fields complete(Fields patched, Target kind) {
                    return patched;
                }
            };
}
