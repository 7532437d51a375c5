package io.llmdatavault.observability.health;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the component kms.
 *
 * @param provider Key management service that is checked. Only local is shipped.
 * @param keyId Key that is tried.
 * @param local Keys in a local keystore.
 */
record KmsProperties(
        @Nullable String provider,
        @Nullable String keyId,
        @DefaultValue Keystore local) {

    KmsProperties {
        if (provider != null) {
            requireLocal(provider);
            require("local.keystore", local.keystore(), "the path of a keystore");
            require("key-id", keyId, "the alias of a secret key in the keystore");
        } else if (local.keystore() != null) {
            require("provider", null, "local");
        }
        PathSyntax.require(HealthProperties.PREFIX + "kms.local.keystore", local.keystore(), "the path of a keystore");
    }

    private static void requireLocal(String provider) {
        if (!provider.equals("local")) {
            throw ConfigurationError.builder(
                            HealthProperties.PREFIX + "kms.provider",
                            "There is no provider " + CheckNames.shown(provider))
                    .expectedType("local, or remove it and define a bean of the type KmsProbe")
                    .build();
        }
    }

    private static void require(String key, @Nullable String value, String expected) {
        if (value == null || value.isBlank()) {
            throw ConfigurationError.builder(HealthProperties.PREFIX + "kms." + key, "It is missing")
                    .expectedType(expected)
                    .build();
        }
    }

    /**
     * Keys in a local keystore.
     *
     * @param keystore Path of the keystore.
     * @param password Password of the keystore and of the key in it.
     * @param type Type of the keystore, as in PKCS12 or JCEKS.
     */
    record Keystore(
            @Nullable String keystore,
            @Nullable String password,
            @DefaultValue("PKCS12") String type) {

        @Override
        public String toString() {
            return "Keystore[keystore=" + keystore + ", type=" + type + "]";
        }
    }
}
