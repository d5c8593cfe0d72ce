/// The rules of the kinds of the group `certificates.k8s.io`, one file a kind. Start at [CertificatesResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.certificates;

import org.jspecify.annotations.NullMarked;
