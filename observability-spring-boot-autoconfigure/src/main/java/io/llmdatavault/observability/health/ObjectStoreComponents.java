package io.llmdatavault.observability.health;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.google.cloud.storage.Storage;
import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.beans.factory.BeanClassLoaderAware;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.services.s3.S3Client;

/** The component {@code storage} for buckets and containers, each asked with the application's own client. */
final class ObjectStoreComponents {

    private static final String S3_BUCKET = "vault.observability.health.storage.s3.bucket";

    private static final String AZURE_CONTAINER = "vault.observability.health.storage.azure.container";

    private static final String GCS_BUCKET = "vault.observability.health.storage.gcs.bucket";

    private ObjectStoreComponents() {}

    private static Duration limit(HealthProperties properties, String backend) {
        return properties
                .settings(StorageHealthCheck.KIND + "-" + backend, StorageHealthCheck.KIND, true)
                .timeout();
    }

    /** Says so where a bucket is configured and what could ask it is not on the class path. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingBean(value = StorageProbe.class, ignored = ShippedStorageProbe.class)
    static class Libraries implements BeanClassLoaderAware {

        private static final Map<String, Library> NEEDED = Map.of(
                S3_BUCKET,
                new Library("software.amazon.awssdk.services.s3.S3Client", "software.amazon.awssdk:s3"),
                AZURE_CONTAINER,
                new Library("com.azure.storage.blob.BlobServiceClient", "com.azure:azure-storage-blob"),
                GCS_BUCKET,
                new Library("com.google.cloud.storage.Storage", "com.google.cloud:google-cloud-storage"));

        private final Environment environment;

        Libraries(Environment environment) {
            this.environment = environment;
        }

        @Override
        public void setBeanClassLoader(ClassLoader classLoader) {
            NEEDED.forEach((key, library) -> {
                if (environment.containsProperty(key) && !ClassUtils.isPresent(library.type(), classLoader)) {
                    throw ConfigurationError.builder(
                                    key, "The class %s is not on the class path".formatted(library.type()))
                            .expectedType("a name, with the dependency %s and a client bean; or remove it"
                                    .formatted(library.artifact()))
                            .build();
                }
            });
        }

        /**
         * What could ask a bucket.
         *
         * @param type its client
         * @param artifact where that is
         */
        private record Library(String type, String artifact) {}
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(S3Client.class)
    @ConditionalOnProperty(S3_BUCKET)
    @ConditionalOnMissingBean(value = StorageProbe.class, ignored = ShippedStorageProbe.class)
    static class S3 {

        @Bean
        @ConditionalOnMissingBean
        S3StorageProbe vaultS3StorageProbe(HealthProperties properties, ListableBeanFactory beanFactory) {
            S3Client client = ClientBeans.find(beanFactory, S3Client.class, S3_BUCKET)
                    .orElseThrow(() -> ClientBeans.missing(S3_BUCKET, "S3Client"));
            StorageProperties storage = properties.storage();
            return new S3StorageProbe(
                    client,
                    Objects.requireNonNull(storage.s3().bucket()),
                    limit(properties, "s3"),
                    storage.writeCheck());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(BlobServiceClient.class)
    @ConditionalOnProperty(AZURE_CONTAINER)
    @ConditionalOnMissingBean(value = StorageProbe.class, ignored = ShippedStorageProbe.class)
    static class Azure {

        @Bean
        @ConditionalOnMissingBean
        AzureStorageProbe vaultAzureStorageProbe(HealthProperties properties, ListableBeanFactory beanFactory) {
            StorageProperties storage = properties.storage();
            return new AzureStorageProbe(
                    container(
                            beanFactory, Objects.requireNonNull(storage.azure().container())),
                    limit(properties, "azure"),
                    storage.writeCheck());
        }

        /** A client of this very container, else one of the account. */
        private static BlobContainerClient container(ListableBeanFactory beanFactory, String name) {
            return beanFactory
                    .getBeanProvider(BlobContainerClient.class)
                    .orderedStream()
                    .filter(container -> container.getBlobContainerName().equals(name))
                    .findFirst()
                    .or(() -> ClientBeans.find(beanFactory, BlobServiceClient.class, AZURE_CONTAINER)
                            .map(service -> service.getBlobContainerClient(name)))
                    .orElseThrow(() -> ClientBeans.missing(
                            AZURE_CONTAINER, "BlobServiceClient, nor a BlobContainerClient of this container,"));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(Storage.class)
    @ConditionalOnProperty(GCS_BUCKET)
    @ConditionalOnMissingBean(value = StorageProbe.class, ignored = ShippedStorageProbe.class)
    static class Gcs {

        @Bean
        @ConditionalOnMissingBean
        GcsStorageProbe vaultGcsStorageProbe(HealthProperties properties, ListableBeanFactory beanFactory) {
            Storage client = ClientBeans.find(beanFactory, Storage.class, GCS_BUCKET)
                    .orElseThrow(() -> ClientBeans.missing(GCS_BUCKET, "Storage (of Google Cloud)"));
            StorageProperties storage = properties.storage();
            return new GcsStorageProbe(
                    client,
                    Objects.requireNonNull(storage.gcs().bucket()),
                    limit(properties, "gcs"),
                    storage.writeCheck());
        }
    }
}
