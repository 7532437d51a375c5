package io.llmdatavault.observability.web.client;

import io.llmdatavault.observability.error.ExternalServiceError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.VaultError;
import org.springframework.web.client.RestClient;

/** The example of {@code docs/clients.md}. */
class LedgerClient {

    private final RestClient client;

    LedgerClient(RestClient.Builder builder, String url) {
        this.client = builder.baseUrl(url).build();
    }

    String entry(String id) {
        try {
            return client.get().uri("/entries/{id}", id).retrieve().body(String.class);
        } catch (NotFoundError error) {
            return "";
        } catch (VaultError error) {
            throw ExternalServiceError.builder("ledger", "read_entry")
                    .retryable(error.retryable())
                    .cause(error)
                    .build();
        }
    }
}
