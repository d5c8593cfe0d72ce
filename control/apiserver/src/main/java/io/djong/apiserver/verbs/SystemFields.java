package io.djong.apiserver.verbs;

import io.djong.apiserver.resources.RequestContext;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.random.RandomGenerator;

/// The fields of `metadata` that only the server sets.
final class SystemFields {

    /// Vowels and look-alikes are left out, so that no words come about.
    private static final String NAME_LETTERS = "bcdfghjklmnpqrstvwxz2456789";

    private static final int RANDOM_LETTERS = 5;
    private static final int GENERATED_PREFIX_MAX = 58;

    private SystemFields() {}

    /// Of an object that is about to be created.
    static Fields stamp(Fields object, RequestContext context) {
        Fields metadata =
                wipe(object)
                        .fields("metadata")
                        .without("resourceVersion")
                        .with("uid", uid(context.random()))
                        .with("creationTimestamp", Times.seconds(context.now()));
        return object.with("metadata", metadata);
    }

    /// Without what a creator has no say in.
    static Fields wipe(Fields object) {
        Fields metadata = object.fields("metadata");
        Fields wiped =
                metadata.without("deletionTimestamp")
                        .without("deletionGracePeriodSeconds")
                        .without("selfLink");
        return wiped.size() == metadata.size() ? object : object.with("metadata", wiped);
    }

    /// Version 4, from the generator handed in.
    static String uid(RandomGenerator random) {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new java.util.UUID(high, low).toString();
    }

    static boolean wantsName(Fields object) {
        Fields metadata = object.fields("metadata");
        return metadata.string("name").isEmpty() && !metadata.string("generateName").isEmpty();
    }

    static Fields withGeneratedName(Fields object, RandomGenerator random) {
        String prefix = object.fields("metadata").string("generateName");
        if (prefix.length() > GENERATED_PREFIX_MAX) {
            prefix = prefix.substring(0, GENERATED_PREFIX_MAX);
        }
        StringBuilder name = new StringBuilder(prefix);
        for (int i = 0; i < RANDOM_LETTERS; i++) {
            name.append(NAME_LETTERS.charAt(random.nextInt(NAME_LETTERS.length())));
        }
        return object.withAt(name.toString(), "metadata", "name");
    }

    /// Puts back what an update may not touch.
    static Fields keep(Fields object, Fields before) {
        Fields was = before.fields("metadata");
        Fields metadata = object.fields("metadata").without("selfLink");
        if (metadata.string("name").isEmpty()) {
            metadata = metadata.with("name", was.string("name"));
        }
        if (metadata.string("uid").isEmpty()) {
            metadata = metadata.with("uid", was.string("uid"));
        }
        if (was.has("namespace")) {
            metadata = metadata.with("namespace", was.string("namespace"));
        }
        metadata = metadata.with("creationTimestamp", was.value("creationTimestamp"));
        if (was.has("deletionTimestamp")) {
            metadata = metadata.with("deletionTimestamp", was.value("deletionTimestamp"));
        }
        if (was.has("deletionGracePeriodSeconds") && !metadata.has("deletionGracePeriodSeconds")) {
            metadata =
                    metadata.with(
                            "deletionGracePeriodSeconds", was.value("deletionGracePeriodSeconds"));
        }
        metadata =
                was.has("generation")
                        ? metadata.with("generation", was.value("generation"))
                        : metadata.without("generation");
        return object.with("metadata", metadata);
    }

    static Fields bumpGeneration(Fields object) {
        long generation = object.fields("metadata").integer("generation");
        return object.withAt(generation + 1, "metadata", "generation");
    }
}
