package io.djong.apiserver.validation;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Collects what is wrong with one document. Texts are upstream's, worded as in Kubernetes 1.36.
///
/// A bad value is a tree's value: string, number, boolean, list, [io.djong.meta.tree.Fields] or null.
/// Confined to the request's thread.
public final class FieldErrors {

    public static final String IMMUTABLE = "field is immutable";

    private final List<FieldError> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>(0);

    public void invalid(FieldPath path, @Nullable Object value, String detail) {
        add(FieldError.Type.INVALID, path, value, detail);
    }

    /// One error a text; none for none.
    public void invalid(FieldPath path, @Nullable Object value, Collection<String> details) {
        details.forEach(detail -> invalid(path, value, detail));
    }

    public void required(FieldPath path, String detail) {
        addBare(FieldError.Type.REQUIRED, path, detail);
    }

    public void forbidden(FieldPath path, String detail) {
        addBare(FieldError.Type.FORBIDDEN, path, detail);
    }

    public void duplicate(FieldPath path, @Nullable Object value) {
        duplicate(path, value, "");
    }

    public void duplicate(FieldPath path, @Nullable Object value, String detail) {
        add(FieldError.Type.DUPLICATE, path, value, detail);
    }

    public void notFound(FieldPath path, @Nullable Object value) {
        notFound(path, value, "");
    }

    public void notFound(FieldPath path, @Nullable Object value, String detail) {
        add(FieldError.Type.NOT_FOUND, path, value, detail);
    }

    /// `Unsupported value: "x": supported values: "a", "b"`, in the order given: upstream sorts where it has a set.
    public void notSupported(FieldPath path, @Nullable Object value, Collection<String> supported) {
        String detail = supported.stream().map(GoText::quote).collect(Collectors.joining(", "));
        add(
                FieldError.Type.NOT_SUPPORTED,
                path,
                value,
                detail.isEmpty() ? "" : "supported values: " + detail);
    }

    public void notSupported(FieldPath path, @Nullable Object value, String... supported) {
        notSupported(path, value, Arrays.asList(supported));
    }

    public void tooLong(FieldPath path, int maxBytes) {
        addBare(FieldError.Type.TOO_LONG, path, "may not be more than " + maxBytes + " bytes");
    }

    public void tooMany(FieldPath path, int actual, int max) {
        add(FieldError.Type.TOO_MANY, path, (long) actual, "must have at most " + max + " items");
    }

    public void typeInvalid(FieldPath path, @Nullable Object value, String detail) {
        add(FieldError.Type.TYPE_INVALID, path, value, detail);
    }

    public void internal(FieldPath path, String detail) {
        addBare(FieldError.Type.INTERNAL, path, detail);
    }

    /// `Invalid value: ...: field is immutable`, unless both are equal.
    public void immutable(FieldPath path, @Nullable Object now, @Nullable Object before) {
        if (!java.util.Objects.equals(now, before)) {
            invalid(path, now, IMMUTABLE);
        }
    }

    private void add(FieldError.Type type, FieldPath path, @Nullable Object value, String detail) {
        String body = type.text() + ": " + GoText.value(value);
        errors.add(
                new FieldError(
                        type, path.toString(), detail.isEmpty() ? body : body + ": " + detail));
    }

    private void addBare(FieldError.Type type, FieldPath path, String detail) {
        String body = detail.isEmpty() ? type.text() : type.text() + ": " + detail;
        errors.add(new FieldError(type, path.toString(), body));
    }

    public void add(FieldError error) {
        errors.add(error);
    }

    /// What is wrong but was so before: the client is told, and goes on.
    public void warn(FieldError error) {
        warnings.add(error.toString());
    }

    public List<String> warnings() {
        return warnings;
    }

    public void addAll(FieldErrors others) {
        errors.addAll(others.errors);
    }

    /// What is wrong with a part, as errors of the whole: their paths begin at `place`.
    public void addAllBelow(FieldPath place, FieldErrors others) {
        for (FieldError error : others.errors) {
            String below = error.field().equals("<nil>") ? "" : error.field();
            String path = below.isEmpty() ? place.toString() : place.child(below).toString();
            errors.add(new FieldError(error.type(), path, error.body()));
        }
    }

    public boolean isEmpty() {
        return errors.isEmpty();
    }

    public int size() {
        return errors.size();
    }

    public List<FieldError> all() {
        return List.copyOf(errors);
    }

    /// Throws what was collected as one 422; does nothing when all is well.
    public void throwIfAny(String group, String kind, String name) {
        if (!errors.isEmpty()) {
            throw new ApiException(invalid(group, kind, name));
        }
    }

    /// `Pod "x" is invalid: [a, b]`, with a cause for each.
    public Failure invalid(String group, String kind, String name) {
        // The message says equal things once, the causes say all.
        Set<String> texts = new LinkedHashSet<>();
        List<Failure.Cause> causes = new ArrayList<>(errors.size());
        for (FieldError error : errors) {
            texts.add(error.toString());
            causes.add(error.cause());
        }
        String joined = String.join(", ", texts);
        String groupKind = group.isEmpty() ? kind : kind + "." + group;
        return new Failure(
                Reason.INVALID,
                Reason.INVALID.code(),
                groupKind
                        + " "
                        + GoText.quote(name)
                        + " is invalid: "
                        + (texts.size() == 1 ? joined : "[" + joined + "]"),
                new Failure.Details(name, group, kind, "", List.copyOf(causes), 0));
    }
}
