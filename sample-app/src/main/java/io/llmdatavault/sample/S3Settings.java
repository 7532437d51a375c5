package io.llmdatavault.sample;

import io.llmdatavault.observability.error.ConfigurationError;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Where the objects are with the profile {@code s3}.
 *
 * @param endpoint URL of a server that speaks the protocol of S3. Empty for Amazon's own.
 * @param region Region of the bucket.
 * @param bucket Name of a bucket that is there.
 * @param accessKey Access key id.
 * @param secretKey Secret access key.
 * @since 0.1.0
 */
public record S3Settings(
        @DefaultValue("") String endpoint,
        @DefaultValue("") String region,
        @DefaultValue("") String bucket,
        @DefaultValue("") String accessKey,
        @DefaultValue("") String secretKey) {

    /**
     * Checks the values.
     * @throws ConfigurationError when one of them is missing
     */
    public S3Settings {
        require("region", region);
        require("bucket", bucket);
        require("access-key", accessKey);
        require("secret-key", secretKey);
    }

    private static void require(String key, String value) {
        if (!StringUtils.hasText(value)) {
            throw ConfigurationError.builder(RecordVaultProperties.PREFIX + ".s3." + key, "must not be empty")
                    .expectedType("that of your bucket")
                    .build();
        }
    }

    /** Leaves out the secrets, so that no log line ever shows them. */
    @Override
    public String toString() {
        return "S3Settings[endpoint=" + endpoint + ", region=" + region + ", bucket=" + bucket + "]";
    }
}
