package io.llmdatavault.observability.error;

import java.io.Serializable;

/**
 * A way of authenticating: one of the constants, or one of the application's own by {@link #custom(String)}. Equal by name.
 *
 * @since 0.1.0
 */
public final class AuthProvider implements Serializable {

    /** A key in a header. */
    public static final AuthProvider API_KEY = new AuthProvider("api_key");

    /** A JSON Web Token. */
    public static final AuthProvider JWT = new AuthProvider("jwt");

    /** OAuth 2.0 or OpenID Connect. */
    public static final AuthProvider OAUTH2 = new AuthProvider("oauth2");

    /** SAML 2.0. */
    public static final AuthProvider SAML = new AuthProvider("saml");

    private static final long serialVersionUID = 1L;

    private final String name;

    private AuthProvider(String name) {
        this.name = name;
    }

    /**
     * A way of authenticating that has no constant.
     * @param name its name in lower snake case, as it is to stand in the metric labels and sentences; at most 64
     * characters
     * @return the value
     * @throws IllegalArgumentException when the name is not lower snake case or too long
     */
    public static AuthProvider custom(String name) {
        return new AuthProvider(Names.requireSnakeCase(name));
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
        return other instanceof AuthProvider that && name.equals(that.name);
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
