package io.llmdatavault.observability.error.translate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * The one place that looks which libraries are there. A translator that names a library's class is loaded only when
 * that class is.
 */
final class ShippedTranslators {

    private static final Clock CLOCK = Clock.systemUTC();

    /**
     * The more special ones first: a file or network exception is an I/O exception, too. No constructor references: they
     * would load the translators with this class.
     */
    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate("org.springframework.dao.DataAccessException", () -> new DataAccessTranslator()),
            new Candidate("jakarta.persistence.OptimisticLockException", () -> new PersistenceTranslator()),
            new Candidate(
                    "org.springframework.web.client.RestClientException",
                    () -> new HttpClientTranslator(new PeerFailures(CLOCK))),
            new Candidate(
                    "org.springframework.web.reactive.function.client.WebClientException",
                    () -> new WebClientTranslator(new PeerFailures(CLOCK))),
            new Candidate(
                    "org.springframework.security.oauth2.core.OAuth2AuthenticationException",
                    () -> new OAuth2Translator()),
            new Candidate(
                    "org.springframework.security.core.AuthenticationException", () -> new SpringSecurityTranslator()),
            new Candidate("org.springframework.security.oauth2.jwt.BadJwtException", () -> new JwtTranslator()),
            new Candidate("org.springframework.vault.VaultException", () -> new SpringVaultTranslator()),
            new Candidate(
                    "org.springframework.validation.method.MethodValidationResult",
                    () -> new MethodValidationTranslator()),
            new Candidate("jakarta.validation.ConstraintViolationException", () -> new ConstraintViolationTranslator()),
            new Candidate(
                    "io.github.resilience4j.circuitbreaker.CallNotPermittedException",
                    () -> new CircuitBreakerTranslator()),
            new Candidate("io.github.resilience4j.bulkhead.BulkheadFullException", () -> new BulkheadTranslator()),
            new Candidate("io.github.resilience4j.ratelimiter.RequestNotPermitted", () -> new RateLimiterTranslator()),
            new Candidate("software.amazon.awssdk.awscore.exception.AwsServiceException", () -> new AwsTranslator()),
            new Candidate("com.azure.core.exception.HttpResponseException", () -> new AzureTranslator()),
            new Candidate("com.google.cloud.BaseServiceException", () -> new GoogleCloudTranslator()),
            new Candidate("com.google.api.gax.rpc.ApiException", () -> new GoogleApiTranslator()),
            new Candidate("io.grpc.StatusRuntimeException", () -> new GrpcTranslator()),
            new Candidate("java.sql.SQLException", () -> new SqlTranslator()),
            new Candidate("java.net.SocketException", () -> new NetworkTranslator()),
            new Candidate("java.io.IOException", () -> new FileTranslator()),
            new Candidate("java.lang.Throwable", () -> new PlatformTranslator()));

    private ShippedTranslators() {}

    static List<ShippedTranslator> load(@Nullable ClassLoader classLoader) {
        List<ShippedTranslator> translators = new ArrayList<>();
        for (Candidate candidate : CANDIDATES) {
            if (ClassUtils.isPresent(candidate.needs, classLoader)) {
                translators.add(candidate.create.get());
            }
        }
        return List.copyOf(translators);
    }

    /**
     * A translator, and the class without which it cannot be loaded.
     *
     * @param needs the name of a class
     * @param create makes the translator
     */
    private record Candidate(String needs, Supplier<ShippedTranslator> create) {}
}
