package io.llmdatavault.observability.error.translate;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import io.llmdatavault.observability.error.DatabaseError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The absence of a library switches its own translator off, and nothing else. */
class MissingLibraryTests {

    @ParameterizedTest
    @CsvSource({
        "org.springframework.dao, DataAccessTranslator",
        "jakarta.persistence, PersistenceTranslator",
        "org.springframework.web.client, HttpClientTranslator",
        "org.springframework.web.reactive, WebClientTranslator",
        "org.springframework.security.oauth2.core, OAuth2Translator",
        "org.springframework.security.core, SpringSecurityTranslator",
        "org.springframework.security.oauth2.jwt, JwtTranslator",
        "org.springframework.vault, SpringVaultTranslator",
        "jakarta.validation, ConstraintViolationTranslator",
        "io.github.resilience4j.circuitbreaker, CircuitBreakerTranslator",
        "io.github.resilience4j.bulkhead, BulkheadTranslator",
        "io.github.resilience4j.ratelimiter, RateLimiterTranslator",
        "software.amazon, AwsTranslator",
        "com.azure, AzureTranslator",
        "com.google.cloud, GoogleCloudTranslator",
        "com.google.api, GoogleApiTranslator",
        "io.grpc, GrpcTranslator"
    })
    void switchesItsTranslatorOff(String packageName, String translator) {
        List<String> all = names(getClass().getClassLoader());
        List<String> others =
                all.stream().filter(name -> !name.equals(translator)).toList();

        assertThat(all).contains(translator);
        assertThat(names(new FilteredClassLoader(packageName))).isEqualTo(others);
    }

    private static List<String> names(ClassLoader classLoader) {
        return ShippedTranslators.load(classLoader).stream()
                .map(translator -> translator.getClass().getSimpleName())
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "spring-tx-|org.springframework.dao.DataAccessException",
                "spring-webflux-|org.springframework.web.reactive.function.client.WebClientException",
                "spring-security-core-|org.springframework.security.core.AuthenticationException",
                "spring-security-oauth2-core-|org.springframework.security.oauth2.core.OAuth2AuthenticationException",
                "spring-security-oauth2-jose-|org.springframework.security.oauth2.jwt.BadJwtException",
                "spring-vault-|org.springframework.vault.VaultException",
                "jakarta.validation-api-|jakarta.validation.ConstraintViolationException",
                "resilience4j-circuitbreaker-|io.github.resilience4j.circuitbreaker.CallNotPermittedException",
                "resilience4j-bulkhead-|io.github.resilience4j.bulkhead.BulkheadFullException",
                "resilience4j-ratelimiter-|io.github.resilience4j.ratelimiter.RequestNotPermitted",
                "aws-core-|software.amazon.awssdk.awscore.exception.AwsServiceException",
                "azure-core-|com.azure.core.exception.HttpResponseException",
                "google-cloud-core-|com.google.cloud.BaseServiceException",
                "gax-|com.google.api.gax.rpc.ApiException",
                "grpc-api-|io.grpc.StatusRuntimeException"
            })
    void otherFailuresAreTranslatedWithoutIt(String jars, String missing) throws Exception {
        translateWithout(jars, missing);
    }

    @Test
    void otherFailuresAreTranslatedWithoutAnyOfThem() throws Exception {
        translateWithout(
                "(spring-(tx|jdbc|web|webflux|security|vault)|jakarta.validation|resilience4j|sdk-core|aws-core|azure|gax"
                        + "|google-cloud|grpc)",
                "org.springframework.http.HttpHeaders");
    }

    /** In a class loader that cannot find the library behind our back, as the one of the tests would. */
    private static void translateWithout(String jars, String missing) throws Exception {
        List<URL> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!entry.matches(".*/" + jars + "[^/]*jar")) {
                classPath.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader isolated =
                new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            assertThat(ClassUtils.isPresent(missing, isolated)).isFalse();
            Class<?> type = isolated.loadClass(ErrorTranslators.class.getName());
            Object chain = type.getConstructor(Collection.class).newInstance(List.of());

            Object error = type.getMethod("translate", Throwable.class).invoke(chain, new SQLException("x", "23505"));

            assertThat(error.getClass().getName()).isEqualTo(DatabaseError.class.getName());
        }
    }
}
