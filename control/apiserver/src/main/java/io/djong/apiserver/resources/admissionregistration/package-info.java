/// The rules of the kinds of the group `admissionregistration.k8s.io`, one file a kind. Start at [AdmissionregistrationResources], the list of them. Stateless.
@NullMarked
package io.djong.apiserver.resources.admissionregistration;

import org.jspecify.annotations.NullMarked;
