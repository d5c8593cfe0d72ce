package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Patches that upstream's server was sent, against what came of them.
class RecordedPatchesTest {

    /// What a server and not a patch decides.
    private static final Set<String> SYSTEM =
            Set.of(
                    "managedFields",
                    "resourceVersion",
                    "generation",
                    "uid",
                    "creationTimestamp",
                    "annotations");

    /// Values that a replay without a server does not know.
    private static final Pattern MARK =
            Pattern.compile("\\{(H|rv|uid)\\}|\"ignore\":true|loadBalancer");

    private int compared;

    @Test
    void patchedDocumentsAreUpstreams() {
        Path oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        List<String> different = new ArrayList<>();

        for (Path file : Oracle.files(Objects.requireNonNull(oracle).resolve("api"), ".json")) {
            String name = file.getFileName().toString().replace(".json", "");
            if (name.contains("patch") || name.startsWith("strategic")) {
                replay(name, Oracle.scenario(oracle, "api/" + name), different);
            }
        }

        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(60);
    }

    private void replay(String scenario, Fields record, List<String> different) {
        Map<String, Fields> live = new HashMap<>();
        List<?> steps = record.list("steps");
        List<?> answers = record.list("answers");
        for (int i = 0; i < steps.size(); i++) {
            Fields step = (Fields) Objects.requireNonNull(steps.get(i));
            Fields answer = (Fields) Objects.requireNonNull(answers.get(i));
            String request = step.string("request");
            String path =
                    request.substring(request.indexOf(' ') + 1).replaceAll("\\?.*|/status$", "");
            Fields before = live.get(path);
            if (request.startsWith("PATCH ")
                    && before != null
                    && !MARK.matcher(Json.text(step)).find()) {
                check(scenario + " " + Json.text(step), step, before, answer, different);
            }
            if (answer.integer("status") < 300 && !request.contains("dryRun")) {
                Fields body = answer.fields("body");
                String at =
                        request.startsWith("POST ")
                                ? path + "/" + body.fields("metadata").string("name")
                                : path;
                live.put(
                        at,
                        Json.parseObject(
                                Json.text(body)
                                        .replace("\\u003cip\\u003e", "1.2.3.4")
                                        .getBytes(StandardCharsets.UTF_8)));
            }
        }
    }

    private void check(
            String what, Fields step, Fields before, Fields answer, List<String> different) {
        String contentType = step.fields("headers").string("Content-Type");
        byte[] patch =
                step.has("text")
                        ? step.string("text").getBytes(StandardCharsets.UTF_8)
                        : Json.write(step.value("body"));
        long status = answer.integer("status");
        Fields body = answer.fields("body");
        try {
            Fields patched = patched(contentType, before, patch);
            if (patched == null) {
                return;
            }
            if (status < 300) {
                compared++;
                String difference = difference("", withoutSystem(patched), withoutSystem(body));
                if (difference != null) {
                    different.add(what + "\n   " + difference);
                }
            } else if (status == 500) {
                different.add(what + " should fail with " + body.string("message"));
            }
        } catch (PatchException refused) {
            compared++;
            boolean right =
                    switch (refused.answer()) {
                        case MALFORMED ->
                                status == 400
                                        && body.string("message").equals(refused.getMessage());
                        case INTERNAL ->
                                status == 500
                                        && body.string("message").equals(refused.getMessage());
                        case UNPROCESSABLE -> status == 422;
                        case TOO_LARGE -> status == 413;
                    };
            if (!right) {
                different.add(
                        what
                                + "\n   ours "
                                + refused.answer()
                                + " "
                                + refused.getMessage()
                                + "\n   upstream "
                                + status
                                + " "
                                + body.string("message"));
            }
        } catch (DecodeException refused) {
            compared++;
            if (status < 300 || !body.string("message").contains(refused.getMessage())) {
                different.add(
                        what
                                + "\n   ours "
                                + refused.getMessage()
                                + "\n   upstream "
                                + body.string("message"));
            }
        }
    }

    private static @Nullable Fields patched(String contentType, Fields before, byte[] patch) {
        KindFacts kind =
                Schema.kubernetes()
                        .kind(
                                GroupVersion.parse(before.string("apiVersion")),
                                before.string("kind"));
        if (kind == null) {
            return null;
        }
        StructType type = Schema.kubernetes().type(kind.typeName());
        return switch (contentType) {
            case "application/json-patch+json" ->
                    DocumentDecoder.decode(type, JsonPatch.apply(before, patch)).tree();
            case "application/merge-patch+json" ->
                    DocumentDecoder.decode(type, MergePatch.apply(before, patch)).tree();
            case "application/strategic-merge-patch+json" -> {
                Fields read =
                        (Fields) Objects.requireNonNull(StrategicMergePatch.read(patch).tree());
                yield DocumentDecoder.convert(type, StrategicMergePatch.apply(type, before, read))
                        .tree();
            }
            default -> null;
        };
    }

    private static Fields withoutSystem(Fields object) {
        Fields meta = object.fields("metadata");
        for (String name : SYSTEM) {
            meta = meta.without(name);
        }
        return object.with("metadata", meta);
    }

    /// What of `ours` upstream does not have; upstream may have defaults on top.
    private static @Nullable String difference(
            String path, @Nullable Object ours, @Nullable Object upstream) {
        if (ours instanceof Fields one && upstream instanceof Fields two) {
            for (String name : one.keySet()) {
                String found = difference(path + "." + name, one.value(name), two.value(name));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        if (ours instanceof List<?> one
                && upstream instanceof List<?> two
                && one.size() == two.size()) {
            for (int i = 0; i < one.size(); i++) {
                String found = difference(path + "[" + i + "]", one.get(i), two.get(i));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        boolean defaulted = ours instanceof Long number && number == 0 && upstream instanceof Long;
        return defaulted || "<ip>".equals(upstream) || Objects.equals(ours, upstream)
                ? null
                : path + ": ours " + Json.text(ours) + ", upstream " + Json.text(upstream);
    }
}
