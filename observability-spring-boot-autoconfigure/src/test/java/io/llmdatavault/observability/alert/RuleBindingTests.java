package io.llmdatavault.observability.alert;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.AlertProperties.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each case as Spring Boot binds it, without and with the binding of one rule at a time, where the two are alike. */
class RuleBindingTests {

    private static final PropertySource<?> NONE = new MapPropertySource("none", Map.of());

    private static final String RULES = "vault.observability.alerts.rules.";

    private final ApplicationContextRunner plain =
            new ApplicationContextRunner().withUserConfiguration(Configuration.class);

    private final ApplicationContextRunner ours = plain.withBean(RuleBinding.class);

    @Test
    void bindsAllThatARuleHas() {
        assertAlike(
                plain,
                NONE,
                "slow.name=Slow",
                "slow.expr=up == 0",
                "slow.for=90",
                "slow.cooldown=PT2M",
                "slow.channels=log,pager",
                "slow.labels.team=shop",
                "slow.labels[dotted.name]=x",
                "slow.annotations.summary=Slow ${slow.word:as ever} {{ $labels.job }}",
                "slow.enabled=false",
                "full.condition.metric-threshold.metric=m",
                "full.condition.metric-threshold.threshold=0.5",
                "full.condition.metric-threshold.labels.area=heap",
                "failing.condition.error-rate.threshold-percent=3",
                "indexed.expr=up",
                "indexed.channels[0]=log",
                "indexed.channels[1]=pager");
        ours.withPropertyValues(RULES + "slow.for=90", RULES + "full.condition.metric-threshold.labels.area=heap")
                .run(rules(rules -> {
                    assertThat(rules).containsOnlyKeys("slow", "full");
                    assertThat(rules.get("slow").pendingFor()).hasMinutes(1);
                }));
    }

    @Test
    void bindsRulesThatAreAllThereIsOfAlerts() {
        ours.withPropertyValues(RULES + "slow.expr=up == 0")
                .run(rules(rules -> assertThat(rules.get("slow").expr()).isEqualTo("up == 0")));
    }

    @Test
    void higherSourceWinsKeyByKeyAndListByList() {
        Map<String, Object> higher = new LinkedHashMap<>();
        higher.put(RULES + "slow.name", "higher");
        higher.put(RULES + "slow.channels[0]", "higher");
        higher.put(RULES + "slow.labels.team", "higher");
        assertAlike(
                plain,
                new MapPropertySource("higher", higher),
                "slow.name=lower",
                "slow.expr=up",
                "slow.channels[0]=lower",
                "slow.channels[1]=lower",
                "slow.labels.team=lower",
                "slow.labels.area=lower",
                "other.expr=up");
    }

    @Test
    void resolvesPlaceholdersAsSpringBootDoes() {
        assertAlike(
                plain.withBean(PropertySourcesPlaceholderConfigurer.class, () -> {
                    PropertySourcesPlaceholderConfigurer configurer = new PropertySourcesPlaceholderConfigurer();
                    Properties local = new Properties();
                    local.setProperty("local.text", "from a bean");
                    configurer.setProperties(local);
                    return configurer;
                }),
                NONE,
                "slow.expr=up",
                "slow.name=${local.text} of ${vault.observability.alerts.rules.slow.expr}");
    }

    @Test
    void variableChangesTheRuleWithHyphensThatItMeans() {
        Map<String, Object> variables = Map.of(
                "VAULT_OBSERVABILITY_ALERTS_RULES_DEEPQUEUE_SEVERITY", "critical",
                "VAULT_OBSERVABILITY_ALERTS_RULES_DEEPQUEUE_LABELS_TEAM", "shop",
                "VAULT_OBSERVABILITY_ALERTS_RULES_DEEPQUEUE_CHANNELS_0", "pager",
                "VAULT_OBSERVABILITY_ALERTS_RULES_OTHER_EXPR", "down");
        with(
                        ours,
                        new SystemEnvironmentPropertySource(
                                "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables))
                .withPropertyValues(RULES + "deep-queue.expr=up", RULES + "deep-queue.channels=log")
                .run(rules(rules -> {
                    assertThat(rules).containsOnlyKeys("deep-queue", "other");
                    Rule rule = rules.get("deep-queue");
                    assertThat(rule.expr()).isEqualTo("up");
                    assertThat(rule.severity()).isEqualTo("critical");
                    assertThat(rule.labels()).containsOnly(Map.entry("team", "shop"));
                    assertThat(rule.channels()).containsExactly("pager");
                    assertThat(rules.get("other").expr()).isEqualTo("down");
                }));
    }

    /** They are one key to Spring Boot, so that what is written of one would be said of both. */
    @Test
    void idsThatDifferInHyphensOnlyStayTwo() {
        ours.withPropertyValues(RULES + "deep-queue.expr=up", RULES + "deepqueue.severity=error")
                .run(rules(rules -> assertThat(rules).containsOnlyKeys("deep-queue", "deepqueue")));
    }

    @Test
    void saysWhereAnUnknownKeyIs() {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put(RULES + "slow.expr", "up");
        file.put(RULES + "slow.treshold", OriginTrackedValue.of("5", new Place("rules.yml:7")));
        with(ours, new OriginTrackedMapPropertySource("file", file))
                .withPropertyValues(RULES + "right.expr=up")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(
                                UnboundConfigurationPropertiesException.class,
                                ex -> assertThat(ex.getUnboundProperties())
                                        .singleElement()
                                        .satisfies(property -> {
                                            assertThat(property.getName()).hasToString(RULES + "slow.treshold");
                                            assertThat(property.getOrigin()).hasToString("rules.yml:7");
                                        })));
    }

    @Test
    void saysWhatIsWrongWhereARuleIsAText() {
        for (String wrong : new String[] {"slow=5", "slow.for=5 minutes"}) {
            ours.withPropertyValues(RULES + "right.expr=up", RULES + wrong)
                    .run(context -> assertThat(context.getStartupFailure())
                            .hasStackTraceContaining(
                                    "Failed to bind properties under '" + RULES + wrong.replaceAll("=.*", "") + "'"));
        }
        ours.withPropertyValues("vault.observability.alerts.rules=5")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("Failed to bind properties under 'vault.observability.alerts.rules'"));
    }

    private static void assertAlike(ApplicationContextRunner runner, PropertySource<?> first, String... properties) {
        with(runner, first).withPropertyValues(prefixed(properties)).run(rules(expected -> {
            assertThat(expected).isNotEmpty();
            with(runner.withBean(RuleBinding.class), first)
                    .withPropertyValues(prefixed(properties))
                    .run(rules(bound -> assertThat(bound.toString()).isEqualTo(expected.toString())));
        }));
    }

    private static ApplicationContextRunner with(ApplicationContextRunner runner, PropertySource<?> first) {
        return runner.withInitializer(
                context -> context.getEnvironment().getPropertySources().addFirst(first));
    }

    private static String[] prefixed(String... properties) {
        return Stream.of(properties).map(RULES::concat).toArray(String[]::new);
    }

    private static ContextConsumer<AssertableApplicationContext> rules(Consumer<Map<String, Rule>> test) {
        return context -> test.accept(context.getBean(AlertProperties.class).rules());
    }

    private record Place(String text) implements Origin {

        @Override
        public String toString() {
            return text;
        }
    }

    @EnableConfigurationProperties(AlertProperties.class)
    static class Configuration {}
}
