package io.djong.cel;

import io.djong.cel.CelType.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What type parameters stand for, as far as it is known; unification as in cel-go. Confined to one compilation.
///
/// @spec https://github.com/google/cel-spec/blob/master/doc/langdef.md#gradual-type-checking Gradual type checking
final class Bindings {

    private Map<String, CelType> bound = new HashMap<>();

    /// Whether values of `from` may be used where `to` are expected; what that says of parameters is kept only then.
    boolean assign(CelType from, CelType to) {
        return assignAll(List.of(from), List.of(to));
    }

    boolean assignAll(List<CelType> from, List<CelType> to) {
        Map<String, CelType> before = new HashMap<>(bound);
        if (all(from, to)) {
            return true;
        }
        bound = before;
        return false;
    }

    private boolean all(List<CelType> from, List<CelType> to) {
        if (from.size() != to.size()) {
            return false;
        }
        for (int at = 0; at < from.size(); at++) {
            if (!one(from.get(at), to.get(at))) {
                return false;
            }
        }
        return true;
    }

    private boolean one(CelType from, CelType to) {
        if (to.kind() == Kind.PARAM) {
            boolean isBound = bound.containsKey(to.name());
            if (bind(from, to)) {
                return true;
            }
            if (isBound) {
                return false;
            }
        }
        if (from.kind() == Kind.PARAM) {
            return bind(to, from);
        }
        if (isOpen(from) || isOpen(to)) {
            return true;
        }
        if (from.kind() == Kind.NULL) {
            return switch (to.kind()) {
                case NULL, OBJECT, OPAQUE, TIMESTAMP, DURATION -> true;
                default -> false;
            };
        }
        if (from.kind() != to.kind()) {
            return false;
        }
        return switch (from.kind()) {
            case LIST, MAP -> all(from.params(), to.params());
            case OPAQUE -> from.name().equals(to.name()) && all(from.params(), to.params());
            case OBJECT -> from.object() == to.object() || from.name().equals(to.name());
            default -> true;
        };
    }

    static boolean isOpen(CelType type) {
        return type.kind() == Kind.DYN || type.kind() == Kind.ERROR;
    }

    private boolean bind(CelType type, CelType param) {
        CelType known = bound.get(param.name());
        if (known != null) {
            if (type.equals(known)) {
                return true;
            }
            if (one(type, known)) {
                bound.put(param.name(), mostGeneral(type, known));
                return true;
            }
            return false;
        }
        if (occurs(param, type)) {
            return false;
        }
        bound.put(param.name(), type);
        return true;
    }

    private boolean occurs(CelType param, CelType within) {
        if (within.kind() == Kind.PARAM) {
            if (within.name().equals(param.name())) {
                return true;
            }
            CelType known = bound.get(within.name());
            return known != null && occurs(param, known);
        }
        return within.params().stream().anyMatch(part -> occurs(param, part));
    }

    static CelType mostGeneral(CelType one, CelType other) {
        return isEqualOrLessSpecific(one, other) ? one : other;
    }

    private static boolean isEqualOrLessSpecific(CelType one, CelType other) {
        if (one.kind() == Kind.DYN || one.kind() == Kind.PARAM) {
            return true;
        }
        if (other.kind() == Kind.DYN || other.kind() == Kind.PARAM || one.kind() != other.kind()) {
            return false;
        }
        if (one.kind() == Kind.TYPE) {
            return true;
        }
        if (!one.name().equals(other.name()) || one.params().size() != other.params().size()) {
            return false;
        }
        for (int at = 0; at < one.params().size(); at++) {
            if (!isEqualOrLessSpecific(one.params().get(at), other.params().get(at))) {
                return false;
            }
        }
        return true;
    }

    /// With parameters replaced by what they stand for.
    ///
    /// @param isFinal whether parameters that stand for nothing become `dyn`
    CelType substitute(CelType type, boolean isFinal) {
        if (type.kind() == Kind.PARAM) {
            CelType known = bound.get(type.name());
            if (known != null) {
                return substitute(known, isFinal);
            }
            return isFinal ? CelType.DYN : type;
        }
        return type.params().isEmpty()
                ? type
                : type.withParams(
                        type.params().stream().map(part -> substitute(part, isFinal)).toList());
    }
}
