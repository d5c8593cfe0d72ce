package io.djong.admission;

import io.djong.api.networking.v1.IngressClass;
import io.djong.client.Lookup;
import io.djong.meta.tree.Fields;

/// Gives an Ingress that names no class the default one.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/ingress/#default-ingress-class Default IngressClass
public final class DefaultIngressClass implements AdmissionPlugin {

    private static final String DEFAULT = "ingressclass.kubernetes.io/is-default-class";
    private static final String OLD_CLASS = "kubernetes.io/ingress.class";

    private final Lookup<IngressClass> classes;

    public DefaultIngressClass(Lookup<IngressClass> classes) {
        this.classes = classes;
    }

    @Override
    public Fields mutate(Review review) {
        Fields ingress = review.object();
        boolean isAsked =
                review instanceof Review.Create
                        && review.isOf("networking.k8s.io", "ingresses")
                        && ingress.fields("spec").value("ingressClassName") == null
                        && ingress.fields("metadata").fields("annotations").value(OLD_CLASS)
                                == null;
        if (!isAsked) {
            return ingress;
        }
        return Defaults.newest(classes, one -> "true".equals(one.annotations().get(DEFAULT)))
                .map(one -> ingress.withAt(one.name(), "spec", "ingressClassName"))
                .orElse(ingress);
    }
}
