package io.llmdatavault.observability.health;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import io.llmdatavault.observability.health.IndicatorChecks.Words;
import io.llmdatavault.observability.health.indicator.ContributorTypes;
import io.llmdatavault.observability.health.indicator.IndicatorTree;
import io.llmdatavault.observability.health.indicator.Members;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/** Composites of the application, in the types of no Boot line: a text is an indicator, members are a composite. */
@ExtendWith(OutputCaptureExtension.class)
class IndicatorTreeTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(HealthAutoConfiguration.class));

    @Test
    void compositeThatThrowsEndsNothing(CapturedOutput output) {
        runner.run(context -> {
            IndicatorChecks checks = context.getBean(IndicatorChecks.class);
            Group registry = new Group();
            registry.members.put("first", new Broken());
            registry.members.put("second", new Broken());
            registry.members.put("third", "fine");
            IndicatorTree<Object> tree = new IndicatorTree<>(checks, new Types());
            tree.start(registry);
            tree.start("fourth", new Broken());
            assertThat(checks.settable()).containsExactly("third");
        });
        assertThat(output).containsOnlyOnce("The members of a health contributor could not be looked through");
    }

    @Test
    void memberThatIsNotFoundIsForgottenAndOthersAreNotLookedFor() {
        runner.run(context -> {
            IndicatorChecks checks = context.getBean(IndicatorChecks.class);
            Group tenants = new Group();
            tenants.members.put("one", "one");
            tenants.members.put("two", "two");
            Group registry = new Group();
            registry.members.put("tenants", tenants);
            IndicatorTree<Object> tree = new IndicatorTree<>(checks, new Types());
            tree.start(registry);
            assertThat(checks.settable()).containsExactly("tenants", "tenants-one", "tenants-two");
            assertThat(tenants.lookedFor).isEmpty();

            tenants.members.remove("two");
            Members<?> shown = (Members<?>) tree.shown(registry).find("tenants");
            assertThat(shown.find("two")).isNull();
            assertThat(checks.settable()).containsExactly("tenants", "tenants-one");
        });
    }

    private static class Group implements Members<Object> {

        final Map<String, Object> members = new LinkedHashMap<>();

        final List<String> lookedFor = new ArrayList<>();

        @Override
        public Object find(String name) {
            lookedFor.add(name);
            return members.get(name);
        }

        @Override
        public Map<String, Object> all() {
            return members;
        }
    }

    private static final class Broken extends Group {

        @Override
        public Map<String, Object> all() {
            throw new IllegalStateException("Its tenants are in a database");
        }
    }

    private record Types() implements ContributorTypes<Object> {

        @Override
        public boolean isSnapshot(Object contributor) {
            return false;
        }

        @Override
        public boolean answersAtOnce(Object contributor) {
            return false;
        }

        @Override
        @SuppressWarnings("unchecked") // there are no other members here
        public Members<Object> members(Object contributor) {
            return contributor instanceof Members ? (Members<Object>) contributor : null;
        }

        @Override
        public Callable<Words> question(Object contributor) {
            return () -> new Words("UP", Map.of(), contributor);
        }

        @Override
        public Object indicator(IndicatorChecks checks, String path) {
            return path;
        }

        @Override
        public Object composite(Members<Object> members) {
            return members;
        }
    }
}
