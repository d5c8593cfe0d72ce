package io.djong.cel;

import dev.cel.common.ast.CelExpr;
import java.util.List;
import java.util.Map;

/// An expression whose types are known.
///
/// @param types by expression id
/// @param overloads of calls, by expression id: those that may be meant
/// @param names qualified identifiers and static functions, by the id of the expression that spells them
/// @param positions offsets in code points by expression id
record Checked(
        CelExpr expression,
        Map<Long, CelType> types,
        Map<Long, List<Overload>> overloads,
        Map<Long, String> names,
        Map<Long, Integer> positions) {

    CelType type(CelExpr part) {
        return types.getOrDefault(part.id(), CelType.DYN);
    }

    List<Overload> overloads(CelExpr call) {
        return overloads.getOrDefault(call.id(), List.of());
    }
}
