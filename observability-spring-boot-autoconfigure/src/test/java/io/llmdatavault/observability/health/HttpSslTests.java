package io.llmdatavault.observability.health;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.llmdatavault.observability.error.ConfigurationError;
import io.llmdatavault.observability.error.ErrorChain;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Another service with a certificate that nobody knows but a bundle of the application, and what is left of its clients. */
class HttpSslTests {

    private static final String PREFIX = "vault.observability.health.";

    private static final String PASSWORD = "changeit";

    @TempDir
    private static Path folder;

    private static WireMockServer service;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class, SslAutoConfiguration.class))
            .withPropertyValues(
                    "spring.ssl.bundle.jks.billing.truststore.location=file:" + folder.resolve("service.p12"),
                    "spring.ssl.bundle.jks.billing.truststore.password=" + PASSWORD,
                    "spring.ssl.bundle.jks.broken.truststore.location=file:" + folder.resolve("missing.p12"),
                    PREFIX + "http.billing.url=https://localhost:" + service.httpsPort() + "/");

    @BeforeAll
    static void start() throws Exception {
        makeStore("service.p12");
        makeStore("other.p12");
        service = new WireMockServer(options()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystoreType("PKCS12")
                .keystorePath(folder.resolve("service.p12").toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
        service.start();
        service.stubFor(any(anyUrl()).willReturn(ok()));
    }

    @AfterAll
    static void stop() {
        service.stop();
    }

    private static void makeStore(String file) throws IOException, InterruptedException {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "service",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        folder.resolve(file).toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor())
                .as(Files.readString(folder.resolve("keytool.log")))
                .isZero();
    }

    @Test
    void serviceIsTrustedByTheBundle() {
        runner.withPropertyValues(PREFIX + "http.billing.ssl-bundle=billing")
                .run(context -> assertMessage(context.getBean(HealthMonitor.class), "The service answers."));
    }

    @Test
    void bundleThatIsReloadedCountsAtOnce() {
        runner.withPropertyValues(
                        PREFIX + "http.billing.ssl-bundle=other",
                        PREFIX + "refresh-interval=100ms",
                        "spring.ssl.bundle.jks.other.truststore.location=file:" + folder.resolve("other.p12"),
                        "spring.ssl.bundle.jks.other.truststore.password=" + PASSWORD)
                .run(context -> {
                    HealthMonitor monitor = context.getBean(HealthMonitor.class);
                    assertMessage(monitor, "The service is not trusted, or does not speak TLS.");
                    DefaultSslBundleRegistry bundles = context.getBean(DefaultSslBundleRegistry.class);
                    bundles.updateBundle("other", bundles.getBundle("billing"));
                    await().until(() ->
                            monitor.snapshot("billing").orElseThrow().state() == HealthState.HEALTHY);
                });
    }

    @Test
    void serviceIsNotTrustedWithoutIt() {
        runner.run(context -> assertMessage(
                context.getBean(HealthMonitor.class), "The service is not trusted, or does not speak TLS."));
    }

    @Test
    void unknownAndUnreadableBundlesEndStartUp() {
        assertRefused("unknown", "There is no SSL bundle 'unknown'", "ssl-bundle");
        assertRefused("broken", "The SSL bundle 'broken' cannot be used", "ssl-bundle");
        assertRefused(
                "billing",
                "It is not https, and there is an ssl-bundle",
                "url",
                PREFIX + "http.billing.url=http://localhost/");
    }

    @Test
    void clientsEndWithTheContext() {
        runner.withPropertyValues(PREFIX + "http.billing.ssl-bundle=billing").run(context -> {
            assertMessage(context.getBean(HealthMonitor.class), "The service answers.");
            assertThat(threads("vault-health-http")).hasSizeBetween(1, 2);
        });
        await().until(() -> threads("vault-health-http").isEmpty());
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void selectorsEndWithTheContext() {
        // Clients of other tests in this process have theirs.
        Set<String> others = Set.copyOf(threads("HttpClient-"));
        runner.withPropertyValues(PREFIX + "http.billing.ssl-bundle=billing").run(context -> {
            assertMessage(context.getBean(HealthMonitor.class), "The service answers.");
            assertThat(threads("HttpClient-")).anyMatch(name -> !others.contains(name));
        });
        await().until(() -> others.containsAll(threads("HttpClient-")));
    }

    private static void assertMessage(HealthMonitor monitor, String message) {
        await().until(monitor::complete);
        assertThat(monitor.snapshot("billing").orElseThrow().message()).isEqualTo(message);
    }

    private void assertRefused(String bundle, String message, String key, String... properties) {
        runner.withPropertyValues(PREFIX + "http.billing.ssl-bundle=" + bundle)
                .withPropertyValues(properties)
                .run(context -> {
                    ConfigurationError error = ErrorChain.find(context.getStartupFailure(), ConfigurationError.class);
                    assertThat(error).isNotNull().hasMessage(message);
                    assertThat(error.configKey()).isEqualTo(PREFIX + "http.billing." + key);
                });
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }
}
