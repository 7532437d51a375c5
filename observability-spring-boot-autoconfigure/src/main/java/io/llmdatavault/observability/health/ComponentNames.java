package io.llmdatavault.observability.health;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

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
        Map<String, T> named = new LinkedHashMap<>();
        beans.forEach((beanName, bean) -> {
            boolean alone = beans.size() == 1 || isPrimary(beanName, beanFactory);
            String name = alone ? kind : kind + "-" + hyphenated(beanName, suffix);
            named.put(unused(name, named), bean);
        });
        return named;
    }

    /** The names of two beans may differ in what no name of a component can hold. */
    private static String unused(String name, Map<String, ?> named) {
        String unused = name;
        for (int number = 2; named.containsKey(unused); number++) {
            unused = name + "-" + number;
        }
        return unused;
    }

    private static boolean isPrimary(String beanName, ConfigurableListableBeanFactory beanFactory) {
        return beanFactory.containsBeanDefinition(beanName)
                && beanFactory.getMergedBeanDefinition(beanName).isPrimary();
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
