package io.llmdatavault.observability.alert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Has Spring Boot bind rules one at a time, each from the names that are below it: its binder goes through all names of a
 * source for each map and each list of each rule, which takes seconds for a thousand of them. Precedence, origins, placeholders
 * and the check for unknown keys are as they would be; converters of the application are not asked. Other advisors see what is
 * bound if they come before this one, which has no order.
 */
final class RuleBinding implements ConfigurationPropertiesBindHandlerAdvisor {

    private static final ConfigurationPropertyName RULES =
            ConfigurationPropertyName.of(AlertProperties.PREFIX).append("rules");

    private static final Bindable<Map<String, AlertProperties.Rule>> TARGET =
            Bindable.mapOf(String.class, AlertProperties.Rule.class);

    @Override
    public BindHandler apply(BindHandler handler) {
        return new RuleHandler(handler);
    }

    /** For one target, on the thread that binds it. */
    private static final class RuleHandler extends AbstractBindHandler {

        private final BindHandler parent;

        private @Nullable Map<String, AlertProperties.Rule> rules;

        RuleHandler(BindHandler parent) {
            super(parent);
            this.parent = parent;
        }

        @Override
        public <T> @Nullable Bindable<T> onStart(
                ConfigurationPropertyName name, Bindable<T> target, BindContext context) {
            if (name.equals(RULES) && target.getType().resolveGeneric(1) == AlertProperties.Rule.class) {
                List<ConfigurationPropertySource> sources = new ArrayList<>();
                context.getSources().forEach(sources::add);
                // A text and nothing below it is a mistake for Spring Boot to explain.
                if (sources.stream().anyMatch(source -> has(source, ConfigurationPropertyState.PRESENT))) {
                    rules = bind(sources);
                    return null;
                }
            }
            return super.onStart(name, target, context);
        }

        private static boolean has(ConfigurationPropertySource source, ConfigurationPropertyState rules) {
            return source.containsDescendantOf(RULES) == rules;
        }

        private Map<String, AlertProperties.Rule> bind(List<ConfigurationPropertySource> sources) {
            Map<String, AlertProperties.Rule> bound = new LinkedHashMap<>();
            List<ConfigurationPropertySource> narrowed = new ArrayList<>();
            // One for all rules, which learns once what a rule looks like.
            Binder binder = new Binder(narrowed, new Placeholders(sources));
            BindHandler handler = new OneOfMany(parent);
            List<ConfigurationPropertySource> asked = sources.stream()
                    .filter(source -> !has(source, ConfigurationPropertyState.ABSENT))
                    .toList();
            for (List<ConfigurationPropertySource> ofOne : sourcesByRule(asked)) {
                narrowed.clear();
                narrowed.addAll(ofOne);
                binder.bind(RULES, TARGET, handler).ifBound(some -> some.forEach(bound::putIfAbsent));
            }
            return bound;
        }

        @Override
        public Object onSuccess(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            return withRules(super.onSuccess(name, target, context, result));
        }

        /** Where there is no other property than rules. */
        @Override
        public Object onCreate(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object result) {
            return withRules(parent.onCreate(name, target, context, result));
        }

        private Object withRules(Object result) {
            return result instanceof AlertProperties properties && rules != null ? properties.withRules(rules) : result;
        }
    }

    /** Unknown keys are told together, when all properties of alerts are bound, and not when the first rule is. */
    private static final class OneOfMany extends AbstractBindHandler {

        OneOfMany(BindHandler parent) {
            super(parent);
        }

        @Override
        public void onFinish(
                ConfigurationPropertyName name, Bindable<?> target, BindContext context, @Nullable Object result)
                throws Exception {
            if (context.getDepth() > 0) {
                super.onFinish(name, target, context, result);
            }
        }
    }

    /** The same as those of Spring Boot, which finds a value under all spellings of its name. */
    private static final class Placeholders extends PropertySourcesPlaceholdersResolver {

        private final List<ConfigurationPropertySource> sources;

        Placeholders(List<ConfigurationPropertySource> sources) {
            super(underlying(sources));
            this.sources = sources;
        }

        private static List<PropertySource<?>> underlying(List<ConfigurationPropertySource> sources) {
            return sources.stream()
                    .map(ConfigurationPropertySource::getUnderlyingSource)
                    .<PropertySource<?>>map(source -> source instanceof PropertySource<?> known ? known : null)
                    .filter(Objects::nonNull)
                    .toList();
        }

        @Override
        protected @Nullable String resolvePlaceholder(String placeholder) {
            ConfigurationPropertyName name = ConfigurationPropertyName.ofIfValid(placeholder);
            return sources.stream()
                    .map(source -> name == null ? null : source.getConfigurationProperty(name))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(property -> String.valueOf(property.getValue()))
                    .orElseGet(() -> super.resolvePlaceholder(placeholder));
        }
    }

    /** For each rule all sources, in their order, with no names but its own. */
    private static List<List<ConfigurationPropertySource>> sourcesByRule(List<ConfigurationPropertySource> sources) {
        Map<ConfigurationPropertyName, List<List<ConfigurationPropertyName>>> namesByRule = new LinkedHashMap<>();
        for (int index = 0; index < sources.size(); index++) {
            if (sources.get(index) instanceof IterableConfigurationPropertySource source) {
                for (ConfigurationPropertyName name : source) {
                    if (RULES.isAncestorOf(name)) {
                        namesByRule
                                .computeIfAbsent(rule(name), unused -> lists(sources.size()))
                                .get(index)
                                .add(name);
                    }
                }
            }
        }
        return namesByRule.values().stream()
                .map(names -> narrowed(sources, names))
                .toList();
    }

    private static List<List<ConfigurationPropertyName>> lists(int count) {
        return Stream.generate(() -> (List<ConfigurationPropertyName>) new ArrayList<ConfigurationPropertyName>())
                .limit(count)
                .toList();
    }

    private static ConfigurationPropertyName rule(ConfigurationPropertyName name) {
        return name.chop(RULES.getNumberOfElements() + 1);
    }

    private static List<ConfigurationPropertySource> narrowed(
            List<ConfigurationPropertySource> sources, List<List<ConfigurationPropertyName>> names) {
        ConfigurationPropertyName written = IntStream.range(0, sources.size())
                .filter(index -> !isEnvironment(sources.get(index)))
                .mapToObj(names::get)
                .flatMap(List::stream)
                .findFirst()
                .map(RuleBinding::rule)
                .orElse(null);
        List<ConfigurationPropertySource> narrowed = new ArrayList<>();
        for (int index = 0; index < sources.size(); index++) {
            ConfigurationPropertySource source = sources.get(index);
            if (source instanceof IterableConfigurationPropertySource) {
                List<ConfigurationPropertyName> own = names.get(index);
                narrowed.add(new NarrowedSource(
                        source, written != null && isEnvironment(source) ? renamed(own, written) : own));
            } else {
                narrowed.add(source);
            }
        }
        return narrowed;
    }

    /** A variable has no hyphens, and shall make no rule of its own beside the one that it means. */
    private static List<ConfigurationPropertyName> renamed(
            List<ConfigurationPropertyName> names, ConfigurationPropertyName rule) {
        return names.stream()
                .map(name -> rule.append(name.subName(rule.getNumberOfElements())))
                .toList();
    }

    private static boolean isEnvironment(ConfigurationPropertySource source) {
        return source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource;
    }

    /** Answers as the source does, and lists no more than some of its names. */
    private record NarrowedSource(ConfigurationPropertySource source, List<ConfigurationPropertyName> names)
            implements IterableConfigurationPropertySource {

        @Override
        public Stream<ConfigurationPropertyName> stream() {
            return names.stream();
        }

        @Override
        public @Nullable ConfigurationProperty getConfigurationProperty(ConfigurationPropertyName name) {
            return source.getConfigurationProperty(name);
        }

        @Override
        public ConfigurationPropertyState containsDescendantOf(ConfigurationPropertyName name) {
            return source.containsDescendantOf(name);
        }

        @Override
        public @Nullable Object getUnderlyingSource() {
            return source.getUnderlyingSource();
        }
    }
}
