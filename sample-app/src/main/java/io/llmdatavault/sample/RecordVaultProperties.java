package io.llmdatavault.sample;

import java.util.List;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What a user of the record vault can set.
 *
 * @param dataDirectory Folder for the objects, the keystore and the embedded database.
 * @param requestsPerSecond Requests that one caller may make in a second, 1 or more.
 * @param quotaBytes Size of all records of one dataset together.
 * @param apiKeys Comma-separated list of keys that callers send in the header X-Api-Key. None lets everybody in.
 * @param keystorePassword Password of the local keystore. Set your own before the first start.
 * @param s3 Bucket for the objects, used with the profile s3.
 * @since 0.1.0
 */
@ConfigurationProperties(value = RecordVaultProperties.PREFIX, ignoreUnknownFields = false)
public record RecordVaultProperties(
        @DefaultValue("./data") String dataDirectory,
        @DefaultValue("100") int requestsPerSecond,
        @DefaultValue("1GB") DataSize quotaBytes,
        @DefaultValue List<String> apiKeys,
        @DefaultValue(DEFAULT_KEYSTORE_PASSWORD) String keystorePassword,
        @NestedConfigurationProperty @Nullable S3Settings s3) {

    /** What the keystore is protected with when nobody chose: good for a first look, known to everybody. */
    public static final String DEFAULT_KEYSTORE_PASSWORD = "record-vault-demo";

    static final String PREFIX = "vault.sample";

    /**
     * Checks the values.
     * @throws ConfigurationError when one of them cannot be worked with
     */
    public RecordVaultProperties {
        if (dataDirectory.isBlank()) {
            throw wrong("data-directory", "must not be empty", "the path of a folder this service may write to");
        }
        if (requestsPerSecond < 1) {
            throw wrong("requests-per-second", "must be 1 or more", "a number from 1");
        }
        if (quotaBytes.toBytes() < 1) {
            throw wrong("quota-bytes", "must be positive", "a size such as 500MB or 1GB");
        }
        if (apiKeys.stream().anyMatch(String::isBlank)) {
            throw wrong("api-keys", "must not contain an empty key", "keys separated by commas");
        }
        if (keystorePassword.length() < 6) {
            throw wrong("keystore-password", "must have 6 characters or more", "a password of 6 characters or more");
        }
        apiKeys = List.copyOf(apiKeys);
    }

    private static ConfigurationError wrong(String key, String message, String expected) {
        return ConfigurationError.builder(PREFIX + "." + key, message)
                .expectedType(expected)
                .build();
    }

    /** Leaves out the secrets, so that no log line ever shows them. */
    @Override
    public String toString() {
        return "RecordVaultProperties[dataDirectory=" + dataDirectory + ", requestsPerSecond="
                + requestsPerSecond + ", quotaBytes=" + quotaBytes + ", apiKeys="
                + apiKeys.size() + "]";
    }
}
