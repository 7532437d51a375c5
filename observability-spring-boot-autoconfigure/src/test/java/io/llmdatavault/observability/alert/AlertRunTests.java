package io.llmdatavault.observability.alert;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

import io.llmdatavault.observability.alert.AlertAutoConfigurationTests.Collecting;
import io.llmdatavault.observability.alert.notify.AlertListener;
import io.llmdatavault.observability.alert.notify.AlertState;
import io.llmdatavault.observability.alert.notify.Notification;
import io.llmdatavault.observability.alert.notify.Notifier;
import io.llmdatavault.observability.alert.rule.AlertRule;
import io.llmdatavault.observability.alert.rule.MetricThreshold;
import io.llmdatavault.observability.alert.rule.NoDataPolicy;
import io.llmdatavault.observability.alert.rule.PromQlCondition;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A whole application whose gauge crosses a threshold. */
@ExtendWith(OutputCaptureExtension.class)
class AlertRunTests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static final String[] QUICK = {
        "--server.port=0",
        "--spring.main.banner-mode=off",
        "--management.endpoints.web.exposure.include=alerts,prometheus",
        "--vault.observability.alerts.interval=50ms",
        "--vault.observability.alerts.initial-delay=0s",
        "--vault.observability.alerts.default-rules=false",
        "--HOSTNAME=vault-1",
    };

    private final AtomicInteger depth = new AtomicInteger();

    private final AtomicReference<@Nullable CountDownLatch> hanging = new AtomicReference<>();

    private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

    @AfterEach
    void close() {
        contexts.forEach(ConfigurableApplicationContext::close);
    }

    @Test
    void firesAndResolvesInLogEndpointAndGauge(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext context = start(rule().pendingFor(Duration.ofMillis(400)));
        depth.set(11);
        awaitActive(context, "\"state\":\"firing\"");
        assertThat(get(context, "/actuator/prometheus").body())
                .contains("vault_alerts{rule=\"deep\",severity=\"warning\",state=\"firing\"} 1.0");
        await().untilAsserted(() -> assertThat(output)
                .contains("Alert deep is firing: Deep queue, value 11.0 {instance=vault-1:" + port(context)
                        + ", job=application, queue=ingest}"));

        depth.set(0);
        awaitActive(context, "{\"active\":[]}");
        await().untilAsserted(
                        () -> assertThat(output).contains("Alert deep is resolved: Deep queue {instance=vault-1:"));
        awaitBody(
                context,
                "/actuator/alerts/history",
                body -> assertThat(body)
                        .containsSubsequence("\"to\":\"resolved\"", "\"to\":\"firing\"", "\"to\":\"pending\""));
        awaitBody(
                context,
                "/actuator/prometheus",
                body -> assertThat(body)
                        .contains("vault_alerts{rule=\"deep\",severity=\"warning\",state=\"firing\"} 0.0")
                        .contains("vault_alert_notifications_total{channel=\"log\",outcome=\"sent\"} 2.0")
                        .contains("vault_alert_evaluation_duration_seconds_count"));
        assertThat(get(context, "/actuator/alerts").body())
                .contains("\"active\":[]", "\"rules\":[{\"id\":\"deep\"", "\"history\":[{")
                .contains("\"expr\":\"queue_depth > 10\"", "\"for\":\"400ms\"", "\"invalid\":[]");
    }

    @Test
    void anAlertAboutMissingDataHasNoValue(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext context =
                start(rule().condition(PromQlCondition.of("no_such_metric > 1")).noData(NoDataPolicy.ALERT));
        awaitActive(context, "\"state\":\"firing\",\"noData\":true,\"activeAt\"");
        awaitBody(
                context,
                "/actuator/alerts/history",
                body -> assertThat(body)
                        .contains("\"to\":\"firing\",\"noData\":true,\"at\"")
                        .doesNotContain("NaN"));
        await().untilAsserted(() -> assertThat(output).contains("Alert deep is firing: Deep queue, no data"));
    }

    @Test
    void goesOnAfterTheContextWasStopped() throws Exception {
        ConfigurableApplicationContext context = start(rule());
        context.stop();
        await().untilAsserted(() -> assertThat(threads()).doesNotContain("vault-alerts"));
        context.start();
        depth.set(11);
        awaitActive(context, "\"state\":\"firing\"");
    }

    @Test
    void answers404ToWhatItDoesNotKnowAndChangesNothing() throws Exception {
        ConfigurableApplicationContext context = start(rule());
        assertThat(get(context, "/actuator/alerts/nothing").statusCode()).isEqualTo(404);
        HttpRequest post = request(context, "/actuator/alerts/silence")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(CLIENT.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isIn(404, 405);
    }

    @Test
    void brokenListenersAndChannelsHarmNobody(CapturedOutput output) throws Exception {
        Collecting good = new Collecting("good");
        List<AlertState> seen = new CopyOnWriteArrayList<>();
        ConfigurableApplicationContext context = start(
                rule().channel("throwing").channel("good"),
                Notifier.class,
                new Throwing(),
                Notifier.class,
                good,
                AlertListener.class,
                (AlertListener) transition -> {
                    throw new IllegalStateException("password=Planted-listener");
                },
                AlertListener.class,
                (AlertListener) transition -> seen.add(transition.to()));
        depth.set(11);
        await().untilAsserted(() -> assertThat(good.sent()).hasSize(1));
        depth.set(0);
        await().untilAsserted(() -> assertThat(good.sent())
                .extracting(Notification::state)
                .containsExactly(AlertState.FIRING, AlertState.RESOLVED));
        await().untilAsserted(() -> assertThat(seen).containsExactly(AlertState.FIRING, AlertState.RESOLVED));
        // The channel that was not told of the firing is not told of the end.
        awaitBody(
                context,
                "/actuator/prometheus",
                body -> assertThat(body)
                        .contains("vault_alert_notifications_total{channel=\"throwing\",outcome=\"failed\"} 1.0")
                        .contains("vault_alert_notifications_total{channel=\"good\",outcome=\"sent\"} 2.0"));
        assertThat(output)
                .containsOnlyOnce("A listener for alerts failed; this is said once")
                .containsOnlyOnce("The alert channel throwing failed; this is said once")
                .doesNotContain("Planted");
    }

    @Test
    void hangingChannelDelaysNoEvaluationAndEndsWithTheContext() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Notifier hanging = new Notifier() {

            @Override
            public String name() {
                return "hanging";
            }

            @Override
            public void send(Notification notification) throws InterruptedException {
                never.await();
            }
        };
        ConfigurableApplicationContext context = start(rule().channel("hanging"), Notifier.class, hanging);
        depth.set(11);
        awaitActive(context, "\"state\":\"firing\"");
        depth.set(0);
        awaitActive(context, "{\"active\":[]}");

        assertThat(threads()).contains("vault-alerts", "vault-alert-notifications");
        context.close();
        await().untilAsserted(() ->
                assertThat(threads()).doesNotContain("vault-alerts").doesNotContain("vault-alert-notifications"));
    }

    @Test
    void showsThatAMeterHangsAndGoesOnAfterwards(CapturedOutput output) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        ConfigurableApplicationContext context = start(rule());
        awaitBody(context, "/actuator/alerts", body -> assertThat(body).contains("\"lastEvaluation\":\"20"));
        hanging.set(never);
        awaitBody(context, "/actuator/alerts/rules", body -> assertThat(body).contains("\"state\":\"stalled\""));
        await().untilAsserted(
                        () -> assertThat(output).containsOnlyOnce("an evaluation has not ended for three intervals"));
        depth.set(11);
        hanging.set(null);
        never.countDown();
        awaitActive(context, "\"state\":\"firing\"");
        awaitBody(context, "/actuator/alerts/rules", body -> assertThat(body).doesNotContain("stalled"));
    }

    private double read(AtomicInteger value) {
        CountDownLatch latch = hanging.get();
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException ex) {
                Thread.currentThread().interrupt();
            }
        }
        return value.get();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
    }

    private static AlertRule.Builder rule() {
        return AlertRule.builder("deep")
                .name("Deep queue")
                .condition(MetricThreshold.builder("queue_depth").threshold(10).build());
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private ConfigurableApplicationContext start(AlertRule.Builder rule, Object... typesAndBeans) {
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .initializers(initialized -> {
                    GenericApplicationContext registry = (GenericApplicationContext) initialized;
                    registry.registerBean(AlertRule.class, rule::build);
                    registry.registerBean(DoubleSupplier.class, () -> () -> read(depth));
                    for (int i = 0; i < typesAndBeans.length; i += 2) {
                        Object bean = typesAndBeans[i + 1];
                        registry.registerBean("bean" + i, (Class) typesAndBeans[i], () -> bean);
                    }
                })
                .run(QUICK);
        contexts.add(context);
        return context;
    }

    private static void awaitActive(ConfigurableApplicationContext context, String expected) {
        awaitBody(context, "/actuator/alerts/active", body -> assertThat(body).contains(expected));
    }

    private static void awaitBody(ConfigurableApplicationContext context, String path, Consumer<String> expected) {
        await().untilAsserted(() -> expected.accept(get(context, path).body()));
    }

    private static String port(ConfigurableApplicationContext context) {
        return context.getEnvironment().getRequiredProperty("local.server.port");
    }

    private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port(context) + path));
    }

    private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
            throws IOException, InterruptedException {
        return CLIENT.send(request(context, path).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {SecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class})
    static class Application {

        @Bean
        Gauge depth(MeterRegistry registry, DoubleSupplier depth) {
            return Gauge.builder("queue.depth", depth, DoubleSupplier::getAsDouble)
                    .tag("queue", "ingest")
                    .register(registry);
        }
    }

    private static final class Throwing implements Notifier {

        @Override
        public String name() {
            return "throwing";
        }

        @Override
        public void send(Notification notification) throws IOException {
            throw new IOException("password=Planted-channel");
        }
    }
}
