package io.djong.apiserver.requests;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a client wants its answer to be.
///
/// @param as `Table`, `PartialObjectMetadata`, `PartialObjectMetadataList`, or "" for the object itself
/// @param asVersion of that kind: `v1` or `v1beta1`
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#alternate-representations-of-resources Representations
public record Accept(String mediaType, String as, String asVersion, boolean pretty) {

    public static final Accept JSON = new Accept(MediaTypes.JSON, "", "", false);

    private static final Set<String> VERSIONS = Set.of("v1", "v1beta1");

    private record Clause(String type, Map<String, String> parameters, double quality) {}

    /// @param transforms which kinds beside the object itself can be had
    /// @throws ApiException 406 when nothing fits
    public static Accept of(@Nullable String header, Set<String> transforms) {
        return of(header, transforms, MediaTypes.DOCUMENTS);
    }

    /// @param plain the media types of the object itself, where not all can have it
    /// @throws ApiException 406 when nothing fits
    public static Accept of(@Nullable String header, Set<String> transforms, List<String> plain) {
        if (header == null || header.isBlank()) {
            return JSON;
        }
        List<Clause> clauses = clauses(header);
        boolean known = false;
        for (Clause clause : clauses) {
            known |= clause.type.equals("*/*") || MediaTypes.DOCUMENTS.contains(clause.type);
        }
        if (!known) {
            throw new ApiException(
                    Failure.about(
                            Reason.NOT_ACCEPTABLE,
                            "",
                            "",
                            "",
                            "406: Not Acceptable\n\nAvailable representations: "
                                    + String.join(", ", MediaTypes.DOCUMENTS)));
        }
        for (Clause clause : clauses) {
            Accept accept = accept(clause, transforms, plain);
            if (accept != null) {
                return accept;
            }
        }
        throw notAcceptable(
                "only the following media types are accepted: "
                        + String.join(", ", MediaTypes.DOCUMENTS));
    }

    public static ApiException notAcceptable(String message) {
        return new ApiException(Failure.of(Reason.NOT_ACCEPTABLE, message));
    }

    private static @Nullable Accept accept(
            Clause clause, Set<String> transforms, List<String> plain) {
        String mediaType =
                switch (clause.type) {
                    case "*/*", "application/*" -> MediaTypes.JSON;
                    default -> clause.type;
                };
        if (!MediaTypes.DOCUMENTS.contains(mediaType)) {
            return null;
        }
        String as = clause.parameters.getOrDefault("as", "");
        String group = clause.parameters.getOrDefault("g", "");
        String version = clause.parameters.getOrDefault("v", "");
        if (!as.isEmpty() || !group.isEmpty() || !version.isEmpty()) {
            boolean isTable = as.equals("Table");
            boolean fits =
                    transforms.contains(as)
                            && group.equals("meta.k8s.io")
                            && VERSIONS.contains(version)
                            && !(isTable && mediaType.equals(MediaTypes.PROTOBUF));
            if (!fits) {
                return null;
            }
        }
        if (as.isEmpty() && !plain.contains(mediaType)) {
            return null;
        }
        String pretty = clause.parameters.getOrDefault("pretty", "");
        return new Accept(mediaType, as, version, pretty.equals("1") || pretty.equals("true"));
    }

    /// Best first: by quality, then the more specific ones, then as written.
    private static List<Clause> clauses(String header) {
        List<Clause> clauses = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] words = part.strip().split(";");
            Map<String, String> parameters = new LinkedHashMap<>();
            double quality = 1;
            for (int i = 1; i < words.length; i++) {
                String[] pair = words[i].strip().split("=", 2);
                String value = pair.length > 1 ? pair[1].strip() : "";
                if (pair[0].equals("q")) {
                    quality = parseQuality(value);
                } else {
                    parameters.put(pair[0], value);
                }
            }
            if (!words[0].isBlank()) {
                clauses.add(new Clause(words[0].strip(), parameters, quality));
            }
        }
        clauses.sort(
                Comparator.comparingDouble((Clause clause) -> -clause.quality)
                        .thenComparingInt(clause -> stars(clause.type)));
        return clauses;
    }

    private static double parseQuality(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            return 1;
        }
    }

    private static int stars(String type) {
        return (int) type.chars().filter(c -> c == '*').count();
    }

    public boolean isProtobuf() {
        return mediaType.equals(MediaTypes.PROTOBUF);
    }

    public boolean isJson() {
        return mediaType.equals(MediaTypes.JSON);
    }

    /// Whether objects are wanted as they are.
    public boolean isPlain() {
        return as.isEmpty();
    }

    /// As in `apiVersion` of the alternate representation.
    public String asApiVersion() {
        return "meta.k8s.io/" + asVersion;
    }
}
