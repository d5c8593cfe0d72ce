/// etcd's own API in front of a store, so that `etcdctl` and everything else that speaks to etcd works on it.
///
/// Start at [EtcdServer]; one class a service, and [Txn] does what all of KV comes down to.
///
/// Calls are served on virtual threads; each watch has one of its own.
@NullMarked
package io.djong.etcd;

import org.jspecify.annotations.NullMarked;
