package io.llmdatavault.observability.web;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Date;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;

/** Makes the tokens that the secured scenarios check: with the right key, and with another one. */
public final class SuiteTokens {

    private static final KeyPair KEYS = keys();

    private static final KeyPair OTHER_KEYS = keys();

    private SuiteTokens() {}

    /** The key with which the decoder of an application checks tokens. */
    public static RSAPublicKey publicKey() {
        return (RSAPublicKey) KEYS.getPublic();
    }

    public static String valid(String scope) {
        return sign(KEYS, scope, Instant.now().plusSeconds(600));
    }

    static String expired() {
        return sign(KEYS, "read", Instant.now().minusSeconds(600));
    }

    static String ofSomeoneElse() {
        return sign(OTHER_KEYS, "read", Instant.now().plusSeconds(600));
    }

    private static String sign(KeyPair keys, String scope, Instant expiry) {
        SignedJWT token = new SignedJWT(
                new JWSHeader(JWSAlgorithm.RS256),
                new JWTClaimsSet.Builder()
                        .subject("alice")
                        .claim("scope", scope)
                        .expirationTime(Date.from(expiry))
                        .build());
        try {
            token.sign(new RSASSASigner(keys.getPrivate()));
        } catch (JOSEException ex) {
            throw new IllegalStateException(ex);
        }
        return token.serialize();
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }
}
