package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

import io.llmdatavault.observability.error.ConfigurationError;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the component kms.
 *
 * @param provider Key management service that is checked: local, pkcs11, aws-kms, vault-transit, azure-key-vault or
 * google-cloud-kms.
 * @param keyId Key that is tried: its alias in a keystore or on a token, its id, ARN or alias in AWS, its resource name in
 * Google Cloud, its name elsewhere.
 * @param local Keys in a local keystore.
 * @param pkcs11 Keys on a PKCS#11 token.
 * @param vaultTransit Keys in the transit engine of Vault.
 */
record KmsProperties(
        @Nullable String provider,
        @Nullable String keyId,
        @DefaultValue Keystore local,
        @DefaultValue Pkcs11 pkcs11,
        @DefaultValue VaultTransit vaultTransit) {

    static final String PREFIX = HealthProperties.PREFIX + "kms.";

    static final String PROVIDER = PREFIX + "provider";

    static final String LOCAL = "local";

    static final String PKCS11 = "pkcs11";

    static final String AWS_KMS = "aws-kms";

    static final String VAULT_TRANSIT = "vault-transit";

    static final String AZURE_KEY_VAULT = "azure-key-vault";

    static final String GOOGLE_CLOUD_KMS = "google-cloud-kms";

    private static final List<String> PROVIDERS =
            List.of(LOCAL, PKCS11, AWS_KMS, VAULT_TRANSIT, AZURE_KEY_VAULT, GOOGLE_CLOUD_KMS);

    /** Of a key: what is encrypted with a version of one is not decrypted by naming that. */
    private static final Pattern GOOGLE_KEY =
            Pattern.compile("projects/[^/\\s]+/locations/[^/\\s]+/keyRings/[^/\\s]+/cryptoKeys/[^/\\s]+");

    KmsProperties {
        if (provider != null) {
            requireKnown(provider);
            if (provider.equals(LOCAL)) {
                require("local.keystore", local.keystore(), "the path of a keystore");
            } else if (provider.equals(PKCS11)) {
                pkcs11.requireComplete();
            }
            require("key-id", keyId, "the alias, the name or the id of a key");
            if (provider.equals(GOOGLE_CLOUD_KMS)) {
                requireGoogleKey(keyId);
            }
        } else if (local.keystore() != null) {
            require("provider", null, LOCAL);
        } else if (pkcs11.library() != null) {
            require("provider", null, PKCS11);
        }
    }

    /** Without a provider; a bean of the application's may read the keys. */
    Optional<String> findKeyWithoutEffect() {
        if (provider != null) {
            return Optional.empty();
        }
        Map<String, Boolean> given = new LinkedHashMap<>();
        given.put("key-id", keyId != null);
        given.put("pkcs11.pin", pkcs11.pin() != null);
        given.put("pkcs11.slot", pkcs11.slot() != null);
        given.put("pkcs11.slot-list-index", pkcs11.slotListIndex() != null);
        given.put("local.password", local.password() != null);
        return given.entrySet().stream()
                .filter(Map.Entry::getValue)
                .map(key -> PREFIX + key.getKey())
                .findFirst();
    }

    private static void requireKnown(String provider) {
        if (!PROVIDERS.contains(provider)) {
            throw ConfigurationError.builder(PROVIDER, "There is no provider " + CheckNames.shown(provider))
                    .expectedType(String.join(", ", PROVIDERS)
                            + ", or remove it and define a bean of the type KmsProbe for another service")
                    .build();
        }
    }

    private static void requireGoogleKey(@Nullable String keyId) {
        if (keyId == null || !GOOGLE_KEY.matcher(keyId).matches()) {
            throw wrong(
                    "key-id",
                    "It is not the resource name of a key",
                    "projects/<project>/locations/<location>/keyRings/<key ring>/cryptoKeys/<key>, without a version");
        }
    }

    private static void require(String key, @Nullable Object value, String expected) {
        if (value == null || (value instanceof String text && text.isBlank())) {
            throw wrong(key, "It is missing", expected);
        }
    }

    private static ConfigurationError wrong(String key, String message, String expected) {
        return ConfigurationError.builder(PREFIX + key, message)
                .expectedType(expected)
                .build();
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

        Keystore {
            PathSyntax.require(PREFIX + "local.keystore", keystore, "the path of a keystore");
        }

        @Override
        public String toString() {
            return "Keystore[keystore=" + keystore + ", type=" + type + "]";
        }
    }

    /**
     * Keys on a PKCS#11 token. Either slot or slot-list-index tells where it is.
     *
     * @param library Path of the library that drives the token, or its name where the operating system finds it by that.
     * @param slot Id of the token's slot.
     * @param slotListIndex Position of the token's slot among all slots, from 0. By default the first, unless there is a
     * slot.
     * @param pin PIN of the token's user; empty when the token asks for none.
     */
    record Pkcs11(
            @Nullable String library,
            @Nullable Long slot,
            @Nullable Integer slotListIndex,
            @Nullable String pin) {

        /** Each means something in what SunPKCS11 is configured with. */
        private static final List<String> NOT_IN_A_PATH = List.of("\"", "\n", "\r", "${");

        Pkcs11 {
            PathSyntax.require(PREFIX + "pkcs11.library", library, "the path of a PKCS#11 library");
            if (library != null && NOT_IN_A_PATH.stream().anyMatch(library::contains)) {
                throw wrong("pkcs11.library", "It has a character that cannot be passed on", "a plain path");
            }
            if (slot != null && slotListIndex != null) {
                throw wrong("pkcs11.slot", "There is slot-list-index, too", "one of the two");
            }
            // What SunPKCS11 can take.
            requireRange("pkcs11.slot", slot, "the id of a slot, 0 to 2147483647");
            requireRange(
                    "pkcs11.slot-list-index",
                    slotListIndex == null ? null : slotListIndex.longValue(),
                    "a number from 0, or use slot");
        }

        private static void requireRange(String key, @Nullable Long number, String expected) {
            if (number != null && (number < 0 || number > Integer.MAX_VALUE)) {
                throw wrong(key, "It is " + number, expected);
            }
        }

        private void requireComplete() {
            require("pkcs11.library", library, "the path of a PKCS#11 library, as in /usr/lib/softhsm/libsofthsm2.so");
            if (pin == null) {
                throw wrong("pkcs11.pin", "It is missing", "the PIN of the token's user, or nothing where it has none");
            }
        }

        /** Which slot, as SunPKCS11 wants to be told. */
        String slotAttribute() {
            return slot != null ? "slot = " + slot : "slotListIndex = " + (slotListIndex == null ? 0 : slotListIndex);
        }

        @Override
        public String toString() {
            return "Pkcs11[library=" + library + ", " + slotAttribute() + "]";
        }
    }

    /**
     * Keys in the transit engine of Vault.
     *
     * @param path Path at which the engine is mounted.
     */
    record VaultTransit(@DefaultValue("transit") String path) {

        VaultTransit {
            require("vault-transit.path", path, "the path of the engine, as in transit");
        }
    }
}
