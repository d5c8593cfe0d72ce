package io.djong.apiserver.fairness;

import java.util.List;

/// Shares seats out among priority levels: proportionally to what they want, within their bounds.
///
/// @spec https://github.com/kubernetes/enhancements/tree/master/keps/sig-api-machinery/1040-priority-and-fairness#dispatching Borrowing
final class SeatAllocation {

    private static final int HALVINGS = 64;

    private SeatAllocation() {}

    /// What one level wants.
    ///
    /// @param least what it gets in any case
    /// @param most what it gets at the utmost
    record Want(double least, double target, double most) {
        double at(double factor) {
            return Math.clamp(target * factor, least, Math.max(least, most));
        }
    }

    /// For each level its seats; they add up to `total` as far as the bounds allow.
    static double[] share(double total, List<Want> wants) {
        double low = 0;
        double high = 1;
        while (sum(wants, high) < total && high < total * total + 2) {
            high *= 2;
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (sum(wants, middle) < total) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double factor = high;
        return wants.stream().mapToDouble(want -> want.at(factor)).toArray();
    }

    private static double sum(List<Want> wants, double factor) {
        double sum = 0;
        for (Want want : wants) {
            sum += want.at(factor);
        }
        return sum;
    }
}
