package io.llmdatavault.observability.health;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;

/**
 * What the components of one kind are called: the only one, or the primary one, as the kind ({@code database}); any other
 * also by its bean, without what all of them are called ({@code replicaDataSource} is {@code database-replica}).
 */
final class ComponentNames {

    /** In the names of the beans of this starter. */
    private static final String OURS = "vault";

    private ComponentNames() {}

    /** The beans by the names of their components, in their order. */
    static <T> Map<String, T> of(
            String kind, Map<String, T> beans, String suffix, ConfigurableListableBeanFactory beanFactory) {
        String primary = primary(beans.keySet(), beanFactory);
        Map<String, T> named = new LinkedHashMap<>();
        beans.forEach((beanName, bean) -> {
            String name = beanName.equals(primary) ? kind : kind + "-" + hyphenated(beanName, suffix);
            named.put(unused(name, named), bean);
        });
        return named;
    }

    /** The same for what is not always a bean, and knows itself whether it is the primary one. */
    static <T> Map<String, T> of(String kind, Map<String, T> labelled, String suffix, Predicate<T> primary) {
        Map<String, T> named = new LinkedHashMap<>();
        labelled.forEach((label, one) -> {
            boolean alone = labelled.size() == 1 || primary.test(one);
            named.put(unused(alone ? kind : kind + "-" + hyphenated(label, suffix), named), one);
        });
        return named;
    }

    /** Two names may differ in what no name of a component can hold. */
    static String unused(String name, Map<String, ?> named) {
        String unused = name;
        for (int number = 2; named.containsKey(unused); number++) {
            unused = name + "-" + number;
        }
        return unused;
    }

    /** The bean that is injected where none is named: the only one, the primary one or the only candidate. */
    static @Nullable String primary(Collection<String> beanNames, ConfigurableListableBeanFactory beanFactory) {
        List<String> primary = beanNames.stream()
                .filter(name -> matches(name, beanFactory, BeanDefinition::isPrimary, false))
                .toList();
        if (primary.isEmpty()) {
            primary = beanNames.stream()
                    .filter(name -> matches(name, beanFactory, ComponentNames::isCandidate, true))
                    .toList();
        }
        return primary.size() == 1 ? primary.get(0) : null;
    }

    private static boolean isCandidate(BeanDefinition definition) {
        return definition.isAutowireCandidate()
                && !definition.isFallback()
                && !(definition instanceof AbstractBeanDefinition abstractDefinition
                        && !abstractDefinition.isDefaultCandidate());
    }

    private static boolean matches(
            String beanName,
            ConfigurableListableBeanFactory beanFactory,
            Predicate<BeanDefinition> condition,
            boolean otherwise) {
        return beanFactory.containsBeanDefinition(beanName)
                ? condition.test(beanFactory.getMergedBeanDefinition(beanName))
                : otherwise;
    }

    static String hyphenated(String beanName, String suffix) {
        String own = beanName.endsWith(suffix) ? beanName.substring(0, beanName.length() - suffix.length()) : beanName;
        own = own.startsWith(OURS) && own.length() > OURS.length() ? own.substring(OURS.length()) : own;
        String hyphenated = own.replaceAll("([a-z0-9])([A-Z])", "$1-$2")
                .replaceAll("[^A-Za-z0-9]+", "-")
                .toLowerCase(Locale.ROOT)
                .replaceAll("^-+|-+$", "");
        return hyphenated.isEmpty() ? "other" : hyphenated;
    }
}
