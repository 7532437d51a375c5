package io.llmdatavault.observability.health;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import org.jspecify.annotations.Nullable;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;

/** Stands in for key management services that cannot be had here: answers as they do, recorded in their documentation. */
final class KmsServer implements AutoCloseable {

    /** What the round trip encrypts, as services send it. */
    static final String CONSTANT = Base64.getEncoder().encodeToString(KmsRoundTrip.constant());

    static final String GOOGLE_KEY = "projects/planted/locations/europe/keyRings/records/cryptoKeys/planted-key";

    private static final RSAPublicKey AZURE_KEY = rsaKey();

    private final WireMockServer server;

    KmsServer() {
        this(0);
    }

    KmsServer(int port) {
        server = new WireMockServer(WireMockConfiguration.options().port(port));
        server.start();
    }

    String url() {
        return server.baseUrl();
    }

    int port() {
        return server.port();
    }

    void reset() {
        server.resetAll();
    }

    int calls() {
        return server.getAllServeEvents().size();
    }

    void stub(MappingBuilder request, int status, String body) {
        server.stubFor(request.willReturn(json(status, body)));
    }

    /** A stub that is asked before the others. */
    void override(MappingBuilder request, ResponseDefinitionBuilder answer) {
        server.stubFor(request.atPriority(1).willReturn(answer));
    }

    void slow(int milliseconds) {
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(json(200, "{}").withFixedDelay(milliseconds)));
    }

    void broken() {
        server.stubFor(any(anyUrl()).atPriority(1).willReturn(aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER)));
    }

    static ResponseDefinitionBuilder json(int status, String body) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody(body);
    }

    static MappingBuilder aws(String operation) {
        return post("/").withHeader("X-Amz-Target", equalTo("TrentService." + operation));
    }

    void answerAsAws(String keyState) {
        stub(aws("DescribeKey"), 200, """
                {"KeyMetadata": {"AWSAccountId": "111122223333", "KeyId": "planted-key",
                 "Arn": "arn:aws:kms:eu-central-1:111122223333:key/planted-key", "Enabled": %s, "KeyState": "%s",
                 "KeyUsage": "ENCRYPT_DECRYPT", "KeySpec": "SYMMETRIC_DEFAULT"}}
                """.formatted(keyState.equals("Enabled"), keyState));
        stub(aws("Encrypt").withRequestBody(containing(CONSTANT)), 200, """
                {"CiphertextBlob": "Y2lwaGVydGV4dA==", "KeyId": "arn:aws:kms:eu-central-1:111122223333:key/planted-key"}
                """);
        stub(aws("Decrypt").withRequestBody(containing("Y2lwaGVydGV4dA==")), 200, """
                {"Plaintext": "%s", "KeyId": "arn:aws:kms:eu-central-1:111122223333:key/planted-key"}
                """.formatted(CONSTANT));
    }

    static String awsError(String type) {
        return "{\"__type\": \"%s\", \"message\": \"Planted arn:aws:kms:key/planted-key\"}".formatted(type);
    }

    void answerAsVault(int status, boolean initialized, boolean sealed, boolean standby) {
        stub(get(urlPathEqualTo("/v1/sys/health")), status, """
                {"initialized": %s, "sealed": %s, "standby": %s, "performance_standby": false,
                 "replication_performance_mode": "disabled", "replication_dr_mode": "disabled",
                 "server_time_utc": 1763731200, "version": "1.20.0", "cluster_name": "planted"}
                """.formatted(initialized, sealed, standby));
        stub(get(urlEqualTo("/v1/transit/keys/planted-key")), 200, """
                {"data": {"type": "aes256-gcm96", "name": "planted-key", "keys": {"1": 1763731200}, "latest_version": 1,
                 "min_decryption_version": 1, "min_encryption_version": 0, "supports_encryption": true,
                 "supports_decryption": true, "supports_derivation": true, "supports_signing": false}}
                """);
        stub(
                post("/v1/transit/encrypt/planted-key").withRequestBody(containing(CONSTANT)),
                200,
                "{\"data\": {\"ciphertext\": \"vault:v1:Y2lwaGVy\", \"key_version\": 1}}");
        stub(
                post("/v1/transit/decrypt/planted-key").withRequestBody(containing("vault:v1:Y2lwaGVy")),
                200,
                "{\"data\": {\"plaintext\": \"%s\"}}".formatted(CONSTANT));
    }

    void answerAsAzure(String type, boolean enabled) {
        String key = url() + "/keys/planted-key/v1";
        stub(get(urlPathMatching("/keys/planted-key/.*")), 200, """
                {"key": {"kid": "%s", "kty": "%s", "key_ops": ["encrypt", "decrypt"],
                 "n": "%s", "e": "%s"}, "attributes": {"enabled": %s, "created": 1763731200}}
                """.formatted(
                        key,
                        type,
                        base64(unsigned(AZURE_KEY.getModulus())),
                        base64(unsigned(AZURE_KEY.getPublicExponent())),
                        enabled));
        // Asked for only when the client does not encrypt by itself.
        stub(
                post(urlPathMatching("/keys/planted-key/v1/encrypt")),
                200,
                "{\"kid\": \"%s\", \"value\": \"Y2lwaGVydGV4dA\"}".formatted(key));
        stub(
                post(urlPathMatching("/keys/planted-key/v1/decrypt")),
                200,
                "{\"kid\": \"%s\", \"value\": \"%s\"}".formatted(key, base64(KmsRoundTrip.constant())));
    }

    private static RSAPublicKey rsaKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return (RSAPublicKey) generator.generateKeyPair().getPublic();
        } catch (NoSuchAlgorithmException ex) {
            throw new IllegalStateException(ex);
        }
    }

    private static byte[] unsigned(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    private static String base64(byte[] bytes) {
        return new String(Base64.getUrlEncoder().withoutPadding().encode(bytes), StandardCharsets.US_ASCII);
    }

    /** A call of Google's client over HTTP: {@code null} gets the key, others have their name. */
    static MappingBuilder google(@Nullable String operation) {
        return operation == null
                ? get(urlPathEqualTo("/v1/" + GOOGLE_KEY))
                : post(urlPathEqualTo("/v1/" + GOOGLE_KEY + ":" + operation));
    }

    /** Enumerations are numbers, because the client asks for them. */
    void answerAsGoogle(CryptoKeyPurpose purpose, CryptoKeyVersionState state) {
        stub(google(null), 200, """
                {"name": "%1$s", "purpose": %2$d, "createTime": "2026-11-21T00:00:00Z",
                 "primary": {"name": "%1$s/cryptoKeyVersions/1", "state": %3$d, "protectionLevel": 1, "algorithm": 1},
                 "versionTemplate": {"protectionLevel": 1, "algorithm": 1}, "destroyScheduledDuration": "2592000s"}
                """.formatted(GOOGLE_KEY, purpose.getNumber(), state.getNumber()));
        stub(google("encrypt").withRequestBody(containing(CONSTANT)), 200, """
                {"name": "%s/cryptoKeyVersions/1", "ciphertext": "Y2lwaGVydGV4dA==", "ciphertextCrc32c": "1", "protectionLevel": 1}
                """.formatted(GOOGLE_KEY));
        stub(google("decrypt").withRequestBody(containing("Y2lwaGVydGV4dA==")), 200, """
                {"plaintext": "%s", "plaintextCrc32c": "1", "usedPrimary": true, "protectionLevel": 1}
                """.formatted(CONSTANT));
    }

    static String googleError(int code, String status, String message) {
        return "{\"error\": {\"code\": %d, \"message\": \"%s/cryptoKeyVersions/1 %s\", \"status\": \"%s\"}}"
                .formatted(code, GOOGLE_KEY, message, status);
    }

    @Override
    public void close() {
        server.stop();
    }
}
