package io.llmdatavault.observability.health;

import java.net.URI;

import io.llmdatavault.observability.ObjectStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Clients as an application has them: with the retries that the SDK makes by default. */
final class S3Clients {

    private S3Clients() {}

    static S3Client of(URI address, String secret) {
        return S3Client.builder()
                .region(Region.EU_WEST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(ObjectStore.IDENTITY, secret)))
                .endpointOverride(address)
                .forcePathStyle(true)
                // A refusal before the body is sent would race with the sending.
                .serviceConfiguration(configuration -> configuration.expectContinueEnabled(false))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
