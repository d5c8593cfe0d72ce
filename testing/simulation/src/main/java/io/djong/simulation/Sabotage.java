package io.djong.simulation;

import io.djong.store.Disk;
import io.djong.store.Store;

/// A bug planted into the store or its disk, to show that it would be found.
interface Sabotage {

    Sabotage NONE = new Sabotage() {};

    default Disk disk(Disk disk) {
        return disk;
    }

    /// What only the leases see of the store.
    default Store beneathLeases(Store store) {
        return store;
    }

    default Store store(Store store) {
        return store;
    }
}
