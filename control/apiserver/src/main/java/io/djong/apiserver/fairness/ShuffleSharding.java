package io.djong.apiserver.fairness;

/// Deals each flow a small hand of queues, so that two flows rarely share all of theirs.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#queuing Shuffle sharding
final class ShuffleSharding {

    private ShuffleSharding() {}

    /// The queues of a flow, each once.
    static int[] hand(long flow, int queues, int handSize) {
        int size = Math.min(handSize, queues);
        int[] hand = new int[size];
        long rest = flow;
        for (int i = 0; i < size; i++) {
            long left = (long) queues - i;
            int card = (int) Long.remainderUnsigned(rest, left);
            rest = Long.divideUnsigned(rest, left);
            hand[i] = nthFree(hand, i, card);
        }
        return hand;
    }

    /// The card among those that have not been dealt yet, counted in rising order.
    private static int nthFree(int[] hand, int dealt, int card) {
        int found = card;
        // Each pass may step over further cards, so until nothing moves: hands are tiny.
        int skipped = 0;
        while (true) {
            int below = 0;
            for (int i = 0; i < dealt; i++) {
                if (hand[i] <= found) {
                    below++;
                }
            }
            if (below == skipped) {
                return found;
            }
            skipped = below;
            found = card + below;
        }
    }
}
