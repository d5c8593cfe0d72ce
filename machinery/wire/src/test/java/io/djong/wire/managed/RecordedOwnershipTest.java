package io.djong.wire.managed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.Json;
import io.djong.wire.Oracle;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Field ownership as upstream's server recorded it.
class RecordedOwnershipTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Pattern MANAGER = Pattern.compile("[?&]fieldManager=([^&]*)");

    /// What these show depends on real times, or on what a server does on its own.
    private static final Set<String> NEEDS_A_SERVER = Set.of("many-updaters", "namespace");

    /// Kinds to which admission or the server's own preparation adds more, after ownership is settled.
    private static final Set<String> COMPLETED_LATER =
            Set.of(
                    "PersistentVolume",
                    "PersistentVolumeClaim",
                    "Service",
                    "Pod",
                    "Job",
                    "Node",
                    "VolumeAttributesClass",
                    "StatefulSet",
                    "CertificateSigningRequest",
                    "Lease",
                    "LimitRange",
                    "Namespace",
                    "EndpointSlice",
                    "CSIDriver");

    private int compared;

    private static BuiltinVersions versions(String kind, FieldSet reset) {
        return new BuiltinVersions(
                Schema.kubernetes(),
                kind,
                (object, apiVersion) -> object.with("apiVersion", apiVersion),
                reset);
    }

    private static @Nullable StructType struct(String kind, String apiVersion) {
        KindFacts facts = Schema.kubernetes().kind(GroupVersion.parse(apiVersion), kind);
        return facts == null ? null : Schema.kubernetes().type(facts.typeName());
    }

    private static Fields decode(BuiltinVersions versions, Fields raw) {
        StructType type = Objects.requireNonNull(struct(versions.kind(), raw.string("apiVersion")));
        return DocumentDecoder.decode(type, raw).tree();
    }

    private static Path oracle() {
        Path oracle = Oracle.folder();
        assumeTrue(oracle != null, "the oracle's records are not beside this checkout");
        return Objects.requireNonNull(oracle);
    }

    @Test
    void whoCreatesAnObjectOwnsWhatIsNotZero() {
        List<String> different = new ArrayList<>();
        for (Fields line : Oracle.stored(oracle())) {
            Fields object = Json.parseObject(line.string("json").getBytes(StandardCharsets.UTF_8));
            List<?> recorded = object.fields("metadata").list("managedFields");
            if (recorded.size() != 1
                    || !(recorded.getFirst() instanceof Fields entry)
                    || !entry.string("manager").equals("oracle")
                    || COMPLETED_LATER.contains(object.string("kind"))) {
                continue;
            }
            BuiltinVersions versions =
                    versions(object.string("kind"), FieldSet.of(List.of("status")));
            String apiVersion = object.string("apiVersion");
            Fields decoded =
                    decode(
                            versions,
                            object.with(
                                    "metadata",
                                    object.fields("metadata").without("managedFields")));

            Fields updated =
                    ManagedFields.update(
                            versions,
                            null,
                            decoded,
                            new ManagedFields.Writer("oracle", apiVersion, ""),
                            NOW);

            compared++;
            Object ours =
                    updated.fields("metadata").list("managedFields").stream()
                            .map(one -> ((Fields) Objects.requireNonNull(one)).value("fieldsV1"))
                            .findFirst()
                            .orElse(Fields.EMPTY);
            if (!Json.text(ours).equals(Json.text(entry.value("fieldsV1")))) {
                different.add(
                        object.string("kind")
                                + "\n  ours     "
                                + Json.text(ours)
                                + "\n  upstream "
                                + Json.text(entry.value("fieldsV1")));
            }
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(60);
    }

    @Test
    void recordedRequestsLeadToTheRecordedOwners() {
        List<String> different = new ArrayList<>();
        for (Path file : Oracle.files(oracle().resolve("apply"), ".json")) {
            String name = file.getFileName().toString().replace(".json", "");
            if (!NEEDS_A_SERVER.contains(name)) {
                replay(name, Oracle.scenario(oracle(), "apply/" + name), different);
            }
        }
        assertThat(different).isEmpty();
        assertThat(compared).isGreaterThan(100);
    }

    private void replay(String scenario, Fields record, List<String> different) {
        Map<String, Fields> live = new HashMap<>();
        List<?> steps = record.list("steps");
        List<?> answers = record.list("answers");
        for (int i = 0; i < steps.size(); i++) {
            Fields step = (Fields) Objects.requireNonNull(steps.get(i));
            Fields answer = (Fields) Objects.requireNonNull(answers.get(i));
            String request = step.string("request");
            String path = request.substring(request.indexOf(' ') + 1).replaceAll("\\?.*", "");
            String subresource = path.endsWith("/status") ? "status" : "";
            String key = path.replaceAll("/status$", "").replaceAll("^/apis/[^/]*/[^/]*/", "");
            if (!path.endsWith("/scale")
                    && !request.startsWith("GET ")
                    && !request.startsWith("DELETE ")) {
                check(
                        scenario + " #" + i + " ",
                        step,
                        request,
                        subresource,
                        live.get(key),
                        answer,
                        different);
            }
            Fields body = answer.fields("body");
            if (path.endsWith("/scale")) {
                live.remove(key.replaceAll("/scale$", ""));
            } else if (answer.integer("status") < 300
                    && !request.contains("dryRun")
                    && !request.startsWith("DELETE")) {
                live.put(
                        request.startsWith("POST ")
                                ? key + "/" + body.fields("metadata").string("name")
                                : key,
                        body);
            }
        }
    }

    private void check(
            String what,
            Fields step,
            String request,
            String subresource,
            @Nullable Fields live,
            Fields answer,
            List<String> different) {
        Fields body = answer.fields("body");
        boolean fails = answer.integer("status") >= 300;
        String contentType = step.fields("headers").string("Content-Type");
        Object sent = step.has("text") ? parsed(step.string("text")) : step.value("body");
        if (!(sent instanceof Fields applied) || step.bool("ignore")) {
            return;
        }
        Matcher matcher = MANAGER.matcher(request);
        String manager = matcher.find() ? matcher.group(1) : "oracle";
        String agent = step.fields("headers").string("User-Agent");
        boolean unknown = live == null && answer.integer("status") == 200;
        if (unknown
                || !agent.isEmpty()
                || step.fields("headers").has("User-Agent")
                || manager.contains("%")
                || (live != null && !live.has("metadata"))) {
            return;
        }
        boolean applies = contentType.equals("application/apply-patch+yaml");
        String version =
                applies && fails ? applied.string("apiVersion") : body.string("apiVersion");
        String kind = applies && fails ? applied.string("kind") : body.string("kind");
        FieldSet reset =
                subresource.isEmpty()
                        ? FieldSet.of(List.of("status"))
                        : FieldSet.of(List.of("spec"), List.of("metadata", "labels"));
        BuiltinVersions versions = versions(kind, reset);
        if (struct(kind, version) == null
                || (live != null && !live.string("apiVersion").equals(version))) {
            return;
        }
        ManagedFields.Writer writer = new ManagedFields.Writer(manager, version, subresource);
        if (!applies && !fails) {
            Fields metadata = body.fields("metadata").without("managedFields");
            Object brought = applied.fields("metadata").value("managedFields");
            Fields changed =
                    decode(
                            versions,
                            body.with(
                                    "metadata",
                                    brought == null
                                            ? metadata
                                            : metadata.with("managedFields", brought)));
            Fields updated =
                    ManagedFields.update(
                            versions,
                            live == null ? null : decode(versions, live),
                            changed,
                            writer,
                            NOW);
            compare(what + request, updated, body, different);
        } else if (applies) {
            checkApply(
                    what + request + " ",
                    applied,
                    versions,
                    live,
                    writer,
                    request.contains("force=true"),
                    answer,
                    different);
        }
    }

    private static @Nullable Object parsed(String text) {
        try {
            return Yaml.parse(text.getBytes(StandardCharsets.UTF_8));
        } catch (DecodeException malformed) {
            return null;
        }
    }

    private void checkApply(
            String what,
            Fields applied,
            BuiltinVersions versions,
            @Nullable Fields live,
            ManagedFields.Writer writer,
            boolean force,
            Fields answer,
            List<String> different) {
        Fields body = answer.fields("body");
        long status = answer.integer("status");
        try {
            ManagedFields.Applied outcome =
                    ManagedFields.apply(
                            versions,
                            live == null ? null : decode(versions, live),
                            applied,
                            writer,
                            force,
                            NOW);
            switch (outcome) {
                case ManagedFields.Applied.Merged(var object, _) -> {
                    if (status < 300) {
                        Fields decoded = decode(versions, object);
                        compare(what, decoded, body, different);
                        if (writer.subresource().isEmpty() && !body.string("kind").equals("Pod")) {
                            compareContent(what, decoded, body, different);
                        }
                    } else if (body.string("message").startsWith("Apply failed") || status == 500) {
                        different.add(what + "\n   upstream refuses: " + body.string("message"));
                    }
                }
                case ManagedFields.Applied.Conflicts conflicts -> {
                    compared++;
                    if (!conflicts.message().equals(body.string("message"))) {
                        different.add(
                                what
                                        + "\n   ours     "
                                        + conflicts.message()
                                        + "\n   upstream "
                                        + body.string("message"));
                    }
                }
            }
        } catch (ApplyException refused) {
            compared++;
            if (!refused.getMessage().equals(body.string("message"))) {
                different.add(
                        what
                                + "\n   ours     "
                                + refused.getMessage()
                                + "\n   upstream "
                                + body.string("message"));
            }
        }
    }

    private void compare(String what, Fields ours, Fields upstream, List<String> different) {
        compared++;
        String one = entries(ours);
        String two = entries(upstream);
        if (!one.equals(two)) {
            different.add(what + "\n   ours     " + one + "\n   upstream " + two);
        }
    }

    private static String entries(Fields object) {
        return object.fields("metadata").list("managedFields").stream()
                .map(Json::text)
                .sorted(Comparator.naturalOrder())
                .toList()
                .toString();
    }

    private static void compareContent(
            String what, Fields ours, Fields upstream, List<String> different) {
        for (String name : List.of("data", "spec", "rules", "immutable")) {
            String found = missing(name, ours.value(name), upstream.value(name));
            if (found != null) {
                different.add(what + "\n   " + found);
            }
        }
    }

    /// What of `ours` upstream does not have; upstream may have defaults on top.
    private static @Nullable String missing(
            String path, @Nullable Object ours, @Nullable Object upstream) {
        if (ours == null
                || (ours instanceof Fields empty && empty.isEmpty())
                || (ours instanceof Long zero && zero == 0)) {
            return null;
        }
        if (ours instanceof Fields one && upstream instanceof Fields two) {
            return one.keySet().stream()
                    .map(name -> missing(path + "." + name, one.value(name), two.value(name)))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
        }
        if (ours instanceof List<?> one
                && upstream instanceof List<?> two
                && one.size() == two.size()) {
            for (int i = 0; i < one.size(); i++) {
                String found = missing(path + "[" + i + "]", one.get(i), two.get(i));
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
        return Objects.equals(ours, upstream)
                ? null
                : path + ": ours " + Json.text(ours) + ", upstream " + Json.text(upstream);
    }
}
