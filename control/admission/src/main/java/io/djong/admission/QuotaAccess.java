package io.djong.admission;

import io.djong.api.core.v1.ResourceQuota;
import io.djong.client.Client;
import io.djong.client.ListOptions;
import io.djong.client.Lookup;
import java.util.List;

/// How [ResourceQuota][io.djong.admission.ResourceQuota] reads quotas and books usage.
public interface QuotaAccess {

    /// The quotas of a namespace as last observed.
    List<ResourceQuota> list(String namespace);

    /// The quotas of a namespace as they are; asked after a conflict.
    List<ResourceQuota> listFresh(String namespace);

    /// Writes the status.
    ///
    /// @throws io.djong.meta.ApiException with `CONFLICT` when the quota has been changed since it was read
    void updateStatus(ResourceQuota quota);

    static QuotaAccess of(Lookup<ResourceQuota> quotas, Client client) {
        return new QuotaAccess() {
            @Override
            public List<ResourceQuota> list(String namespace) {
                return quotas.list(namespace);
            }

            @Override
            public List<ResourceQuota> listFresh(String namespace) {
                return client.list(ResourceQuota.KIND, ListOptions.inNamespace(namespace)).items();
            }

            @Override
            public void updateStatus(ResourceQuota quota) {
                client.updateStatus(quota);
            }
        };
    }
}
