package io.llmdatavault.observability.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.llmdatavault.observability.alert.AlertProperties.Rule;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
        assertAlike(
                plain.withPropertyValues("shop.queueLimit=5"),
                new SystemEnvironmentPropertySource(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of("SHOP_QUEUEDEPTH", "7")),
                "slow.expr=q > ${shop.queue-limit}",
                "slow.name=${shop.queue-depth:0} ${nobody.knows} ${no name}");
        ours.withPropertyValues("shop.queueLimit=5", RULES + "slow.expr=q > ${shop.queue-limit}")
                .run(rules(rules -> assertThat(rules.get("slow").expr()).isEqualTo("q > 5")));
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
    void saysAllUnknownKeysTogether() {
        ours.withPropertyValues(
                        RULES + "slow.treshold=5",
                        RULES + "right.expr=up",
                        RULES + "failing.lables.team=shop",
                        "vault.observability.alerts.intervall=5s")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOfSatisfying(
                                UnboundConfigurationPropertiesException.class,
                                ex -> assertThat(ex.getUnboundProperties())
                                        .extracting(
                                                property -> property.getName().toString())
                                        .containsExactlyInAnyOrder(
                                                RULES + "slow.treshold",
                                                RULES + "failing.lables.team",
                                                "vault.observability.alerts.intervall")));
    }

    /** As all commented out in one file, and written in another. */
    @Test
    void nothingInThePlaceOfAllRulesHidesNoRule() {
        with(
                        ours,
                        new SystemEnvironmentPropertySource(
                                "test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("VAULT_OBSERVABILITY_ALERTS_RULES_DEEPQUEUE_NAME", "Deep")))
                .withPropertyValues("vault.observability.alerts.rules=", RULES + "deep-queue.expr=up")
                .run(rules(rules -> assertThat(rules).containsOnlyKeys("deep-queue")));
    }

    @Test
    void ofTwoSpellingsOfOneIdTheHigherSourceWins() {
        MapPropertySource higher = new MapPropertySource("higher", Map.of(RULES + "[deep-queue].expr", "higher"));
        with(ours, higher)
                .withPropertyValues(RULES + "deep-queue.expr=lower")
                .run(rules(rules -> assertThat(rules.get("deep-queue"))
                        .extracting(Rule::expr)
                        .isEqualTo("higher")));
    }

    /** Advisors wrap the handlers of all properties of an application. */
    @Test
    void keepsNothingFromOtherAdvisors() {
        List<String> told = new ArrayList<>();
        plain.withBean(ConfigurationPropertiesBindHandlerAdvisor.class, () -> handler -> new Telling(handler, told))
                .withBean(RuleBinding.class)
                .withPropertyValues(RULES + "slow.expr=up")
                .run(rules(rules -> assertThat(told)
                        .contains("bound " + RULES + "slow.expr", "created vault.observability.alerts")));
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

    private static final class Telling extends AbstractBindHandler {

        private final List<String> told;

        Telling(BindHandler parent, List<String> told) {
            super(parent);
            this.told = told;
        }

        @Override
        public Object onCreate(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            told.add("created " + name);
            return result;
        }

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            told.add("bound " + name);
            return super.onSuccess(name, target, context, result);
        }
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
