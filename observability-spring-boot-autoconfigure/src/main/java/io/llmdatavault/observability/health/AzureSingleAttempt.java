package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.List;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.CustomerProvidedKey;
import com.azure.storage.common.policy.RequestRetryPolicy;

/**
 * The application's client without its retries: the first of them comes after four seconds, so that a server that refuses
 * would look like one that hangs. The connections, the credentials and everything else stay the application's.
 */
final class AzureSingleAttempt {

    private AzureSingleAttempt() {}

    static BlobContainerClient of(BlobContainerClient container) {
        HttpPipeline pipeline = container.getHttpPipeline();
        List<HttpPipelinePolicy> policies = new ArrayList<>();
        for (int i = 0; i < pipeline.getPolicyCount(); i++) {
            if (!(pipeline.getPolicy(i) instanceof RequestRetryPolicy)) {
                policies.add(pipeline.getPolicy(i));
            }
        }
        BlobContainerClientBuilder builder = new BlobContainerClientBuilder()
                .endpoint(container.getBlobContainerUrl())
                .serviceVersion(container.getServiceVersion())
                .encryptionScope(container.getEncryptionScope())
                .pipeline(new HttpPipelineBuilder()
                        .httpClient(pipeline.getHttpClient())
                        .policies(policies.toArray(HttpPipelinePolicy[]::new))
                        .build());
        if (container.getCustomerProvidedKey() != null) {
            builder.customerProvidedKey(
                    new CustomerProvidedKey(container.getCustomerProvidedKey().getEncryptionKey()));
        }
        return builder.buildClient();
    }
}
