package io.llmdatavault.observability.error;

import java.io.Serializable;

/**
 * A key management service: one of the constants, or one of the application's own by {@link #custom(String)}. Equal by name.
 *
 * @since 0.1.0
 */
public final class KmsProvider implements Serializable {

    /** AWS Key Management Service. */
    public static final KmsProvider AWS_KMS = new KmsProvider("aws_kms");

    /** Azure Key Vault. */
    public static final KmsProvider AZURE_KEY_VAULT = new KmsProvider("azure_key_vault");

    /** Google Cloud Key Management Service. */
    public static final KmsProvider GOOGLE_CLOUD_KMS = new KmsProvider("google_cloud_kms");

    /** The Transit engine of HashiCorp Vault. */
    public static final KmsProvider VAULT_TRANSIT = new KmsProvider("vault_transit");

    /** A PKCS#11 token. */
    public static final KmsProvider PKCS11 = new KmsProvider("pkcs11");

    /** A keystore file. */
    public static final KmsProvider LOCAL = new KmsProvider("local");

    private static final long serialVersionUID = 1L;

    private final String name;

    private KmsProvider(String name) {
        this.name = name;
    }

    /**
     * A key management service that has no constant.
     * @param name its name in lower snake case, as it is to stand in the metric labels and sentences; at most 64
     * characters
     * @return the value
     * @throws IllegalArgumentException when the name is not lower snake case or too long
     */
    public static KmsProvider custom(String name) {
        return new KmsProvider(Names.requireSnakeCase(name));
    }

    /**
     * The name, as it stands in metric labels.
     * @return the name in lower snake case
     */
    public String name() {
        return name;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KmsProvider that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
