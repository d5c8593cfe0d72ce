package io.djong.etcd;

import io.etcd.jetcd.api.ResponseHeader;

/// What every answer begins with: a cluster of one member, whose only term never ends.
final class Headers {

    static final long CLUSTER = 0xD109;
    static final long MEMBER = 1;
    static final long TERM = 1;

    private Headers() {}

    static ResponseHeader at(long revision) {
        return ResponseHeader.newBuilder()
                .setClusterId(CLUSTER)
                .setMemberId(MEMBER)
                .setRaftTerm(TERM)
                .setRevision(revision)
                .build();
    }
}
