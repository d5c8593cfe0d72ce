/// The cluster's DNS: names of Services and pods from the API, everything else forwarded.
///
/// Start at [DnsServer]; [Zone] holds the records and is rebuilt per Service as things change, [Resolver] answers a question from it,
/// [Corefile] is the configuration. Netty's event loop answers from memory; forwarding runs on virtual threads.
@NullMarked
package io.djong.dns;

import org.jspecify.annotations.NullMarked;
