/// The cluster's own certificates: authorities, servers, clients and the service-account key, in kubeadm's layout.
///
/// Start at [ClusterPki#ensure], which reads what is there and makes what is missing. Everything is read with the JDK;
/// [CertificateAuthority] alone needs Bouncy Castle and is only touched when something has to be issued.
@NullMarked
package io.djong.auth.pki;

import org.jspecify.annotations.NullMarked;
