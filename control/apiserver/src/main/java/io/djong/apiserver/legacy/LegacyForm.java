package io.djong.apiserver.legacy;

import io.djong.meta.tree.Fields;

/// How documents of an old version differ from those of today's. Pure; `apiVersion` is none of its business.
/// Documents may be partial: what is absent stays absent.
interface LegacyForm {

    /// Nothing differs.
    LegacyForm SAME = new LegacyForm() {};

    /// What the old version set where the user said nothing, before today's defaults fill the rest. Idempotent.
    default Fields defaults(Fields old) {
        return old;
    }

    default Fields toToday(Fields old) {
        return old;
    }

    default Fields toOld(Fields today) {
        return today;
    }

    /// What today's rules are asked to judge, where they would refuse what the old version allowed.
    default Fields toValidate(Fields today) {
        return today;
    }
}
