package io.llmdatavault.sample.storage;

import java.net.URI;
import java.time.Duration;

import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.sample.RecordVaultProperties;
import io.llmdatavault.sample.S3Settings;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.util.StringUtils;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Objects in a bucket. The component {@code storage} of health asks with the same client. */
@Configuration(proxyBeanMethods = false)
@Profile("s3")
class S3StorageConfiguration {

    private final S3Settings settings;

    S3StorageConfiguration(RecordVaultProperties properties) {
        S3Settings s3 = properties.s3();
        if (s3 == null) {
            throw ConfigurationError.builder("vault.sample.s3.bucket", "must be set with the profile s3")
                    .expectedType("the name of a bucket")
                    .build();
        }
        this.settings = s3;
    }

    @Bean
    S3Client s3Client() {
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(settings.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(settings.accessKey(), settings.secretKey())))
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(Duration.ofSeconds(10)))
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        if (StringUtils.hasText(settings.endpoint())) {
            // Servers other than Amazon's have one host name for all buckets.
            builder.endpointOverride(URI.create(settings.endpoint())).forcePathStyle(true);
        }
        return builder.build();
    }

    @Bean
    S3RecordStorage s3RecordStorage(S3Client s3Client) {
        return new S3RecordStorage(s3Client, settings.bucket());
    }
}
