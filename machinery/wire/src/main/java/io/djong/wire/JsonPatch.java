package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.wire.PatchException.Answer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// JSON Patch: a list of operations on paths, with the leniencies of the library that upstream uses.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6902 JSON Patch
public final class JsonPatch {

    /// A longer patch is refused.
    public static final int OPERATIONS_MAX = 10_000;

    /// How much `copy` may add to a document, so that a small patch makes no huge one.
    private static final int COPIED_BYTES_MAX = 3 * 1024 * 1024;

    private static final String MISSING = ": missing value";

    private @Nullable Object document;
    private long copiedBytes;

    private JsonPatch(@Nullable Object document) {
        this.document = document;
    }

    /// The patched document.
    ///
    /// @param patch the patch as it was sent
    /// @throws PatchException if it is malformed or does not fit
    public static @Nullable Object apply(@Nullable Object document, byte[] patch) {
        try {
            return apply(document, Json.parse(patch));
        } catch (DecodeException malformed) {
            throw new PatchException(
                    Answer.MALFORMED, "error decoding patch: " + malformed.getMessage());
        }
    }

    /// The patched document.
    ///
    /// @param patch the parsed patch
    /// @throws PatchException if it is malformed or does not fit
    public static @Nullable Object apply(@Nullable Object document, @Nullable Object patch) {
        if (patch == null) {
            return document;
        }
        if (!(patch instanceof List<?> operations)) {
            throw undecodable(patch, "[]handlers.jsonPatchOp");
        }
        for (Object operation : operations) {
            if (operation != null && !(operation instanceof Fields)) {
                throw undecodable(operation, "handlers.jsonPatchOp");
            }
        }
        if (operations.size() > OPERATIONS_MAX) {
            throw new PatchException(
                    Answer.TOO_LARGE,
                    "Request entity too large: The allowed maximum operations in a JSON patch is "
                            + OPERATIONS_MAX
                            + ", got "
                            + operations.size());
        }
        JsonPatch run = new JsonPatch(document);
        for (Object operation : operations) {
            run.perform(operation instanceof Fields fields ? fields : Fields.EMPTY);
        }
        return run.document;
    }

    private static PatchException undecodable(Object value, String type) {
        return new PatchException(
                Answer.MALFORMED,
                "error decoding patch: json: cannot unmarshal "
                        + GoTypes.jsonKind(value)
                        + " into Go value of type "
                        + type);
    }

    private static PatchException unfit(String message) {
        return new PatchException(Answer.UNPROCESSABLE, message);
    }

    private void perform(Fields operation) {
        String kind = operation.value("op") instanceof String op ? op : "unknown";
        switch (kind) {
            case "add" -> add("add", pointer(operation, "add", "path"), operation.value("value"));
            case "remove" -> remove("remove", pointer(operation, "remove", "path"));
            case "replace" ->
                    replace(pointer(operation, "replace", "path"), operation.value("value"));
            case "move" -> {
                String from = pointer(operation, "move", "from");
                Object value = get("move", from);
                remove("move", from);
                add("move", pointer(operation, "move", "path"), value);
            }
            case "copy" -> {
                Object value = get("copy", pointer(operation, "copy", "from"));
                count(value);
                add("copy", pointer(operation, "copy", "path"), value);
            }
            case "test" -> test(pointer(operation, "test", "path"), operation.value("value"));
            default -> throw unfit("Unexpected kind: " + kind);
        }
    }

    private static String pointer(Fields operation, String kind, String name) {
        if (operation.value(name) instanceof String path) {
            return path;
        }
        throw unfit(kind + " operation failed to decode " + name + MISSING);
    }

    private void count(@Nullable Object value) {
        copiedBytes += Json.write(value).length;
        if (copiedBytes > COPIED_BYTES_MAX) {
            throw unfit(
                    "Unable to complete the copy, the accumulated size increase of copy is "
                            + copiedBytes
                            + ", exceeding the limit "
                            + COPIED_BYTES_MAX);
        }
    }

    /// Decoded steps; what stands before the first slash is ignored, as upstream does.
    private static List<String> steps(String path) {
        List<String> steps = new ArrayList<>();
        for (int at = path.indexOf('/'); at >= 0; ) {
            int end = path.indexOf('/', at + 1);
            String step = end < 0 ? path.substring(at + 1) : path.substring(at + 1, end);
            steps.add(step.indexOf('~') < 0 ? step : step.replace("~1", "/").replace("~0", "~"));
            at = end;
        }
        return steps;
    }

    /// What is done to the innermost object or list of a path.
    private interface Edit {
        Object on(Object container, String key);
    }

    private void edit(String kind, String path, Edit edit) {
        List<String> steps = steps(path);
        if (steps.isEmpty() || document == null) {
            throw missing(kind, path);
        }
        document = edit(kind, path, document, steps, 0, edit);
    }

    private static Object edit(
            String kind,
            String path,
            @Nullable Object here,
            List<String> steps,
            int depth,
            Edit edit) {
        if (!(here instanceof Fields) && !(here instanceof List<?>)) {
            throw missing(kind, path);
        }
        String step = steps.get(depth);
        if (depth == steps.size() - 1) {
            return edit.on(here, step);
        }
        if (here instanceof Fields fields) {
            return fields.with(step, edit(kind, path, fields.value(step), steps, depth + 1, edit));
        }
        List<?> list = (List<?>) here;
        int at = index(step);
        int index = at < 0 ? at + list.size() : at;
        if (at == NO_INDEX || index < 0 || index >= list.size()) {
            throw missing(kind, path);
        }
        List<@Nullable Object> changed = new ArrayList<>(list);
        changed.set(index, edit(kind, path, list.get(index), steps, depth + 1, edit));
        return TreeList.copyOf(changed);
    }

    private static PatchException missing(String kind, String path) {
        return unfit(
                kind
                        + " operation does not apply: doc is missing path: \""
                        + path
                        + "\""
                        + MISSING);
    }

    private static final int NO_INDEX = Integer.MIN_VALUE;

    private static int index(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException _) {
            return NO_INDEX;
        }
    }

    /// The index of an element that exists; negative ones count from the end.
    private static int existing(String key, int size) {
        int at = index(key);
        if (at == NO_INDEX) {
            throw unfit("strconv.Atoi: parsing \"" + key + "\": invalid syntax");
        }
        if (at >= size || at < -size) {
            throw unfit("Unable to access invalid index: " + at + ": invalid index referenced");
        }
        return at < 0 ? at + size : at;
    }

    private void add(String kind, String path, @Nullable Object value) {
        edit(
                kind,
                path,
                (container, key) -> {
                    if (container instanceof Fields fields) {
                        return fields.with(key, value);
                    }
                    List<@Nullable Object> list = new ArrayList<>((List<?>) container);
                    list.add(key.equals("-") ? list.size() : existing(key, list.size() + 1), value);
                    return TreeList.copyOf(list);
                });
    }

    private void remove(String kind, String path) {
        edit(
                kind,
                path,
                (container, key) -> {
                    if (container instanceof Fields fields) {
                        if (!fields.has(key)) {
                            throw unfit(
                                    "error in remove for path: '"
                                            + path
                                            + "': Unable to remove nonexistent key: "
                                            + key
                                            + MISSING);
                        }
                        return fields.without(key);
                    }
                    List<@Nullable Object> list = new ArrayList<>((List<?>) container);
                    list.remove(existing(key, list.size()));
                    return TreeList.copyOf(list);
                });
    }

    private void replace(String path, @Nullable Object value) {
        if (path.isEmpty()) {
            if (!(value instanceof Fields) && !(value instanceof List<?>)) {
                throw unfit("replace operation value must be object or array");
            }
            document = value;
            return;
        }
        edit(
                "replace",
                path,
                (container, key) -> {
                    if (container instanceof Fields fields) {
                        return fields.with(key, value);
                    }
                    List<@Nullable Object> list = new ArrayList<>((List<?>) container);
                    list.set(existing(key, list.size()), value);
                    return TreeList.copyOf(list);
                });
    }

    private @Nullable Object get(String kind, String path) {
        @Nullable Object[] found = new @Nullable Object[1];
        edit(
                kind,
                path,
                (container, key) -> {
                    found[0] =
                            container instanceof Fields fields
                                    ? fields.value(key)
                                    : ((List<?>) container)
                                            .get(existing(key, ((List<?>) container).size()));
                    return container;
                });
        return found[0];
    }

    private void test(String path, @Nullable Object value) {
        Object found = path.isEmpty() ? document : get("test", path);
        if (!java.util.Objects.equals(found, value)) {
            throw unfit("testing value " + path + " failed: test failed");
        }
    }
}
