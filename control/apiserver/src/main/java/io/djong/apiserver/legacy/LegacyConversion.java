package io.djong.apiserver.legacy;

import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Resource.Conversion;
import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;

/// Between an old version and the stored one, by way of today's.
final class LegacyConversion implements Conversion {

    private final String oldVersion;
    private final LegacyForm form;
    private final Resource today;

    /// @param oldVersion as documents say it: `extensions/v1beta1`
    LegacyConversion(String oldVersion, LegacyForm form, Resource today) {
        this.oldVersion = oldVersion;
        this.form = form;
        this.today = today;
    }

    Resource today() {
        return today;
    }

    Fields toToday(Fields old) {
        return identified(form.toToday(old), today.apiVersion());
    }

    Fields toOld(Fields now) {
        return identified(form.toOld(now), oldVersion);
    }

    /// As today's rules are to judge it.
    Fields toValidate(Fields old) {
        return form.toValidate(toToday(old));
    }

    /// With what the old version set on its own.
    Fields defaulted(Fields old) {
        return form.defaults(old);
    }

    @Override
    public Fields toStored(Fields served) {
        return today.conversion().toStored(toToday(served));
    }

    @Override
    public Fields toServed(Fields stored) {
        return toOld(today.conversion().toServed(stored));
    }

    @Override
    public StructType storedType(StructType served) {
        return today.conversion().storedType(today.type());
    }

    private static Fields identified(Fields document, String apiVersion) {
        return document.has("apiVersion") ? document.with("apiVersion", apiVersion) : document;
    }
}
