package io.llmdatavault.observability.web;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.llmdatavault.observability.error.AuthProvider;
import io.llmdatavault.observability.error.AuthenticationError;
import io.llmdatavault.observability.error.DatabaseError;
import io.llmdatavault.observability.error.DbOperation;
import io.llmdatavault.observability.error.ErrorContext;
import io.llmdatavault.observability.error.ErrorKind;
import io.llmdatavault.observability.error.InternalServerError;
import io.llmdatavault.observability.error.KmsError;
import io.llmdatavault.observability.error.KmsOperation;
import io.llmdatavault.observability.error.KmsProvider;
import io.llmdatavault.observability.error.NetworkError;
import io.llmdatavault.observability.error.NotFoundError;
import io.llmdatavault.observability.error.QuotaExceededError;
import io.llmdatavault.observability.error.QuotaType;
import io.llmdatavault.observability.error.RateLimitError;
import io.llmdatavault.observability.error.RateLimitType;
import io.llmdatavault.observability.error.StorageBackend;
import io.llmdatavault.observability.error.StorageError;
import io.llmdatavault.observability.error.StorageErrorKind;
import io.llmdatavault.observability.error.VaultError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemMapperTests {

    private static final Set<String> ALWAYS = Set.of("code", "timestamp", "retryable");

    @ParameterizedTest
    @EnumSource
    void describesEachKind(ErrorKind kind) {
        VaultError error = ProblemFixture.error(kind, "s3cret", new IllegalStateException("s3cret"));
        Problem problem = ProblemFixture.map(error);
        assertThat(problem.body().getType()).isEqualTo(URI.create("urn:vault:problem:" + kind.slug()));
        assertThat(problem.body().getTitle()).isNotBlank();
        assertThat(problem.body().getDetail()).isNotBlank().endsWith(kind == ErrorKind.VALIDATION ? "wrong" : ".");
        assertThat(problem.body().getInstance()).isEqualTo(URI.create("/api/x"));
        assertThat(problem.body().getProperties())
                .containsKeys(ALWAYS.toArray(String[]::new))
                .containsEntry("code", error.code())
                .containsEntry("retryable", error.retryable());
        assertThat(problem.headers().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(problem.toString()).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "STORAGE, 500",
        "AUTHENTICATION, 401",
        "AUTHORIZATION, 403",
        "VALIDATION, 400",
        "CRYPTOGRAPHIC, 500",
        "KMS, 502",
        "DATABASE, 409",
        "RATE_LIMIT, 429",
        "NOT_FOUND, 404",
        "CONFLICT, 409",
        "CONFIGURATION, 500",
        "NETWORK, 502",
        "TIMEOUT, 504",
        "INTERNAL, 500",
        "EXTERNAL_SERVICE, 502",
        "QUOTA_EXCEEDED, 507",
    })
    void hasStatusOfKind(ErrorKind kind, int status) {
        assertThat(status(ProblemFixture.error(kind, "x", new IllegalStateException())))
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECTION_FAILED, 503", "WRITE_FAILURE, 500", "NOT_FOUND, 404", "ALREADY_EXISTS, 409",
        "PERMISSION_DENIED, 500", "INSUFFICIENT_SPACE, 507", "CORRUPTION, 500", "TIMEOUT, 503",
    })
    void hasStatusOfStorageFailure(StorageErrorKind kind, int status) {
        assertThat(status(StorageError.builder(kind, StorageBackend.S3).build()))
                .isEqualTo(status);
    }

    @Test
    void hasStatus503WhereRetryingHelps() {
        assertThat(status(DatabaseError.builder(DbOperation.SELECT)
                        .retryable(true)
                        .build()))
                .isEqualTo(503);
        assertThat(status(KmsError.builder(KmsOperation.DECRYPT_KEY, KmsProvider.LOCAL, "k")
                        .retryable(true)
                        .build()))
                .isEqualTo(503);
        assertThat(status(NetworkError.builder("x").retryable(true).build())).isEqualTo(503);
        assertThat(status(QuotaExceededError.builder(QuotaType.REQUESTS, 1, 1).build()))
                .isEqualTo(429);
    }

    @Test
    void takesStatusFromConfiguration() {
        ProblemMapper mapper =
                ProblemFixture.mapper(Map.of("statuses.authorization", "404", "statuses.RATELIMIT", "503"));
        assertThat(mapper.status(Failure.of(ProblemFixture.error(ErrorKind.AUTHORIZATION, "x", new Error()))))
                .isEqualTo(404);
        assertThat(mapper.status(Failure.of(ProblemFixture.error(ErrorKind.RATE_LIMIT, "x", new Error()))))
                .isEqualTo(503);
    }

    @Test
    void showsWhatKindsHave() {
        assertThat(members(ErrorKind.RATE_LIMIT))
                .containsEntry("limitType", "requests-per-minute")
                .containsEntry("limit", 60L)
                .containsEntry("resetAt", "2026-01-01T00:00:00Z")
                .containsEntry("retryAfter", 3L);
        assertThat(members(ErrorKind.QUOTA_EXCEEDED))
                .containsEntry("quotaType", "storage")
                .containsEntry("limit", 1000L);
        assertThat(members(ErrorKind.CONFLICT))
                .containsEntry("resourceType", "dataset")
                .containsEntry("resourceId", "d-1");
    }

    @Test
    void saysWhenToComeBack() {
        RateLimitError error = RateLimitError.builder(RateLimitType.REQUESTS_PER_SECOND, 1)
                .context(ErrorContext.of("x"))
                .build();
        assertThat(ProblemFixture.map(error).headers().getFirst("Retry-After")).isNull();
        Instant now = error.context().timestamp();
        assertThat(retryAfterUntil(error, now.plusMillis(1))).isEqualTo("1");
        assertThat(retryAfterUntil(error, now.minusSeconds(5))).isEqualTo("0");
        VaultError unavailable =
                NetworkError.builder("x").retryAfter(Duration.ofSeconds(7)).build();
        assertThat(ProblemFixture.map(unavailable).headers().getFirst("Retry-After"))
                .isEqualTo("7");
    }

    private static String retryAfterUntil(RateLimitError like, Instant resetAt) {
        Problem problem = ProblemFixture.map(RateLimitError.builder(like.limitType(), like.limit())
                .context(like.context())
                .resetAt(resetAt)
                .build());
        assertThat(problem.body().getProperties())
                .containsEntry("retryAfter", Long.valueOf(problem.headers().getFirst("Retry-After")));
        return problem.headers().getFirst("Retry-After");
    }

    @ParameterizedTest
    @CsvSource({"api_key, ApiKey", "jwt, Bearer", "oauth2, Bearer", "saml, SAML", "basic, Basic", "my_scheme, My-scheme"
    })
    void challengesWithSchemeOfProvider(String provider, String scheme) {
        VaultError error =
                AuthenticationError.builder("x", AuthProvider.custom(provider)).build();
        assertThat(ProblemFixture.map(error).headers().getFirst("WWW-Authenticate"))
                .isEqualTo(scheme + " realm=\"api\"");
    }

    @Test
    void prefersDetailOfError() {
        VaultError error = NotFoundError.builder("dataset", "d")
                .detail("It was\r\ndeleted yesterday.")
                .build();
        assertThat(ProblemFixture.map(error).body().getDetail()).isEqualTo("It was  deleted yesterday.");
    }

    @Test
    void repeatsTheWaitThatSpringHasGiven() {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, "7");
        Failure failure = new Failure(InternalServerError.builder("x").build(), null, 503, headers, false, List.of());
        Problem problem = ProblemFixture.mapper(Map.of()).map(failure, ProblemFixture.REQUEST);
        assertThat(problem.headers().getFirst(HttpHeaders.RETRY_AFTER)).isEqualTo("7");
        assertThat(problem.body().getProperties()).containsEntry("retryAfter", 7L);
    }

    @Test
    void masksWhatItShows() {
        VaultError error = NotFoundError.builder("key", "token=Planted0000000000000Tail")
                .detail("Tried password=Planted1")
                .context(ErrorContext.of("x").withMetadata("api_key", "Planted2"))
                .build();
        ProblemDetail body = ProblemFixture.mapper(Map.of("metadata-allow-list", "api_key"))
                .map(Failure.of(error), ProblemFixture.REQUEST)
                .body();
        assertThat(body.getDetail()).isEqualTo("Tried password=***");
        assertThat(body.getProperties())
                .containsEntry("api_key", "***")
                .containsEntry("resourceId", "token=Plan...Tail");
    }

    @Test
    void showsAllowedMetadataOnly() {
        VaultError error = NotFoundError.builder("dataset", "d")
                .context(ErrorContext.of("x").withMetadata("region", "eu\n1").withMetadata("host", "db-1"))
                .build();
        Map<String, Object> members = ProblemFixture.mapper(Map.of("metadata-allow-list", "region,absent"))
                .map(Failure.of(error), ProblemFixture.REQUEST)
                .body()
                .getProperties();
        assertThat(members).containsEntry("region", "eu 1").doesNotContainKeys("host", "absent");
    }

    @ParameterizedTest
    @CsvSource({"//evil.com/a, /evil.com/a", "/a b|c, /a%20b%7Cc", "'', /", "/a/%zz, /a/%25zz"})
    void hasPathAsInstance(String path, String instance) {
        ProblemRequest request = new ProblemRequest(path, Locale.ENGLISH, ErrorContext.of("x"));
        Problem problem = ProblemFixture.mapper(Map.of())
                .map(Failure.of(ProblemFixture.error(ErrorKind.INTERNAL, "x", new Error())), request);
        assertThat(problem.body().getInstance()).isEqualTo(URI.create(instance));
    }

    @Test
    void addsSlugToConfiguredType() {
        Problem problem = ProblemFixture.mapper(Map.of("type-base-uri", "https://example.com/problems#"))
                .map(Failure.of(ProblemFixture.error(ErrorKind.RATE_LIMIT, "x", new Error())), ProblemFixture.REQUEST);
        assertThat(problem.body().getType()).isEqualTo(URI.create("https://example.com/problems#rate-limit"));
    }

    @Test
    void prefersIdsOfRequestToThoseOfError() {
        VaultError error = withMdc("error", () -> ProblemFixture.error(ErrorKind.INTERNAL, "x", new Error()));
        assertThat(ProblemFixture.map(error).body().getProperties())
                .containsEntry("requestId", "error-request")
                .containsEntry("traceId", "error-trace");
        ProblemRequest request =
                withMdc("own", () -> new ProblemRequest("/x", Locale.ENGLISH, ErrorContext.of("GET /x")));
        Problem problem = ProblemFixture.mapper(Map.of()).map(Failure.of(error), request);
        assertThat(problem.body().getProperties())
                .containsEntry("requestId", "own-request")
                .containsEntry("traceId", "own-trace");
    }

    private static <T> T withMdc(String prefix, Supplier<T> work) {
        MDC.put("requestId", prefix + "-request");
        MDC.put("traceId", prefix + "-trace");
        try {
            return work.get();
        } finally {
            MDC.clear();
        }
    }

    private static int status(VaultError error) {
        return ProblemFixture.map(error).body().getStatus();
    }

    private static Map<String, Object> members(ErrorKind kind) {
        return ProblemFixture.map(ProblemFixture.error(kind, "x", new IllegalStateException()))
                .body()
                .getProperties();
    }
}
